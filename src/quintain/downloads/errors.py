"""Why there is nothing to take home.

Refused
├── CannotBeMade     a package is missing
├── NotMade          nobody has asked for this edition yet
└── TooManyWait
"""

from typing import ClassVar

from django.utils.translation import gettext

from quintain.web.refusals import Refused


class CannotBeMade(Refused):
    """A package that the format needs is not installed on this server."""

    status: ClassVar[int] = 503

    def __init__(self, packages: tuple[str, ...]) -> None:
        super().__init__(
            gettext("This server cannot make this file yet: %(packages)s is not installed.")
            % {"packages": ", ".join(packages)},
            gettext("Ask who runs this server to run: pip install 'quintain[courseware]'"),
        )


class NotMade(Refused):
    """The file is not there, or no longer: the course has changed since it was made."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("This file is not made yet."), gettext("Go back to the page Take it home, and have it made there.")
        )


class TooManyWait(Refused):
    """As many editions wait as the server takes."""

    status: ClassVar[int] = 503

    def __init__(self) -> None:
        super().__init__(
            gettext("Many files are being made already."), gettext("Go back, and ask again in a few minutes.")
        )
