"""Why attempts are not judged again.

Refused
├── NoLab            no lab of the course was chosen
├── NothingToJudge   nobody has such an attempt
├── AlreadyJudging   a run for this lab is under way
├── CannotGoOn       the run was not stopped
└── CannotStop       the run is not under way
"""

from typing import ClassVar

from django.utils.translation import gettext

from quintain.web.refusals import Refused


class NoLab(Refused):
    """The form names no lab, or one that the course does not have."""

    status: ClassVar[int] = 422

    def __init__(self) -> None:
        super().__init__(gettext("No lab of the course was chosen."), gettext("Choose one or more labs."))


class NothingToJudge(Refused):
    """There is no attempt."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("Nobody here has an attempt that could be judged again."), gettext("Choose another lab.")
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
