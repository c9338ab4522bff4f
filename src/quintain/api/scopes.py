"""What a token may read. The values are in the database, and in programs of others, for as long as these live."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_noop


class Scope(StrEnum):
    """A kind of data that a token reads, by the name that RFC 6750, section 3, has for it."""

    CLASSES = "classes:read"
    ROSTER = "roster:read"
    PROGRESS = "progress:read"
    ATTEMPTS = "attempts:read"
    RESULTS = "results:read"
    CERTIFICATES = "certificates:read"


SENTENCES: Final[Mapping[Scope, str]] = MappingProxyType(
    {
        Scope.CLASSES: gettext_noop("Classes: title, days, seats, closed modules."),
        Scope.ROSTER: gettext_noop("Roster: names of students and instructors, and seats."),
        Scope.PROGRESS: gettext_noop("Progress: the phase of each student in each lab, and counts of attempts."),
        Scope.ATTEMPTS: gettext_noop("Attempts: what came of each attempt, without code and attacks."),
        Scope.RESULTS: gettext_noop("Results: counts of right answers in tests and quizzes."),
        Scope.CERTIFICATES: gettext_noop("Certificates: who has earned one, and which are revoked."),
    }
)
"""What each scope reads, marked for translation."""
