"""Why the course says no.

Refused
└── ModuleClosed    the instructor has not opened this module yet
"""

from typing import ClassVar

from django.utils.translation import gettext, gettext_noop

from quintain.web.refusals import Refused


class ModuleClosed(Refused):
    """The instructor has not opened this module yet."""

    status: ClassVar[int] = 403
    title: ClassVar[str] = gettext_noop("Not open yet")

    def __init__(self, title: str) -> None:
        super().__init__(
            gettext("The module “%(title)s” is not open yet.") % {"title": title},
            gettext("Your instructor opens it. Go on with what is open."),
        )
