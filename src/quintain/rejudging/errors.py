"""Why attempts are not judged again.

Refused
├── NoLab            no lab of the course has this name
├── NothingToJudge   nobody has such an attempt
├── AlreadyJudging   a run for this lab is under way
├── CannotGoOn       the run was not stopped
└── CannotStop       the run is not under way
"""

from typing import ClassVar

from django.utils.translation import gettext

from quintain.web.refusals import Refused


class NoLab(Refused):
    """What was chosen is no lab of the course that is taught."""

    status: ClassVar[int] = 422

    def __init__(self, name: str) -> None:
        super().__init__(
            gettext("The course has no lab with the name “%(name)s”.") % {"name": name[:40]},
            gettext("Choose one of its labs."),
        )


class NothingToJudge(Refused):
    """There is no attempt."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("There is no attempt that these choices would have judged again."),
            gettext("Choose another lab, or all labs."),
        )


class AlreadyJudging(Refused):
    """One at a time for each lab and class."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("Attempts at this lab are being judged again already."), gettext("Stop that run, or wait for it.")
        )


class CannotGoOn(Refused):
    """It is under way or over."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(gettext("This run was not stopped, or is over."), gettext("Reload the page."))


class CannotStop(Refused):
    """It is stopped or over."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(gettext("This run is not under way any more."), gettext("Reload the page."))
