"""What can go wrong when somebody signs in.

Refused
├── CodeUnknown       the code is wrong, used or expired
└── TooManyWrongCodes as above, and many were wrong in the last minute
"""

from typing import ClassVar

from django.utils.translation import gettext

from quintain.web.refusals import Refused, TooFast


class CodeUnknown(Refused):
    """The sign-in code is none that this server has given, or is not good any more."""

    status: ClassVar[int] = 403

    def __init__(self) -> None:
        super().__init__(
            gettext("This sign-in link is used, expired or of another server."),
            gettext("Get a fresh one: press Enter in the terminal where Quintain runs, or run: quintain link"),
        )


class TooManyWrongCodes(TooFast):
    """A wrong code after many others. A good code is never refused for that."""

    def __init__(self) -> None:
        super().__init__(
            gettext("Many wrong sign-in links were tried in the last minute."),
            gettext("Get a fresh one: press Enter in the terminal where Quintain runs, or run: quintain link"),
        )
