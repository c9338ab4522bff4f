"""Why a page for instructors says no.

Refused
└── NoSuchAttempt
"""

from typing import ClassVar

from django.utils.translation import gettext

from quintain.web.refusals import Refused


class NoSuchAttempt(Refused):
    """The student has made no attempt of this number in this lab."""

    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(
            gettext("This student has no such attempt."), gettext("Go back to the student's page, and choose another.")
        )
