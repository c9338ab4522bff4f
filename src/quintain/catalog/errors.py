"""Why the course says no.

Refused
└── ModuleClosed    the instructor has not opened this module yet

NotThisPack         a pack has uuids of another one
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


class NotThisPack(Exception):  # noqa: N818  a refusal is not an error of the program
    """A pack cannot be taught with this database: its uuids, or its own, are those of another one; and what to do."""

    def __init__(self, sentence: str, remedy: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy
