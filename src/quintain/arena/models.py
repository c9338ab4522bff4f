"""An arena of a class, what students entered in it, and what came of each exploit on each fix.

Neither what an exploit printed nor what was sent to and fro is stored: it can hold a classmate's files.
"""

from typing import ClassVar, Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from quintain.web.fields import ExactJSONField

MOST_NAME_LETTERS: Final = 40
MOST_ENTRIES: Final = 15
"""Of each kind in one round."""
FEWEST_TEAMS: Final = 2
MOST_TEAMS: Final = 6
MOST_ROUND_MINUTES: Final = 60


class Arena(models.Model):
    """A lab whose exploits and fixes a class tries on each other, from ``opened_at`` until ``closed_at``."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    in_class = models.ForeignKey("cohorts.Class", on_delete=models.CASCADE, related_name="arenas")
    lab = models.UUIDField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first, and what the database itself keeps true."""

        ordering: ClassVar[list[str]] = ["-opened_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["in_class"], condition=models.Q(closed_at__isnull=True), name="one_open_arena_in_each_class"
            ),
        ]

    def __str__(self) -> str:
        return f"arena of {self.in_class}"

    @property
    def is_open(self) -> bool:
        """Whether students may enter, and rounds may run."""
        return self.closed_at is None


class Team(models.Model):
    """A team of an arena, which its students choose themselves. An arena without teams has none."""

    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="teams")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=MOST_NAME_LETTERS)

    class Meta:
        """In order, and what the database itself keeps true."""

        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["arena", "number"], name="each_team_has_its_number"),
        ]

    def __str__(self) -> str:
        return self.name


class Entrant(models.Model):
    """A student who has entered a fix or an exploit; ``name`` is what the class sees, and empty to see none.

    The board says by these names whose exploit got through whose fix: the form on which a name is given says so.
    """

    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="entrants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="entrants")
    name = models.CharField(max_length=MOST_NAME_LETTERS, blank=True)

    class Meta:
        """What the database itself keeps true."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["arena", "person"], name="each_student_enters_an_arena_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.arena}"


class Kind(models.TextChoices):
    """What a student enters."""

    FIX = "fix"
    EXPLOIT = "exploit"


class Entry(models.Model):
    """A fix or an exploit as it was entered: a copy of its texts, which later work does not change.

    ``number`` is that of the attempt of a fix, if the judge was asked for a verdict, and ``is_proven`` what it said.
    Another text is another row, so that results are always those of exactly these texts. A row whose place another
    has taken (``replaced_at``) stays for the points of earlier rounds; its texts go as soon as no round needs them.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    entrant = models.ForeignKey(Entrant, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=8, choices=Kind)
    number = models.PositiveIntegerField(null=True)
    is_proven = models.BooleanField(default=False)
    files = ExactJSONField()
    entered_at = models.DateTimeField(default=timezone.now)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        """Oldest first, and what the database itself keeps true."""

        ordering: ClassVar[list[str]] = ["entered_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["entrant", "kind"],
                condition=models.Q(replaced_at__isnull=True),
                name="one_current_entry_of_each_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.entrant}"


class Round(models.Model):
    """A round of an arena: open for entries until ``closes_at``, tried from ``planned_at`` on, over at ``ended_at``.

    ``server`` is the one that runs its tries, see ``attempts.submissions.leases``. A round for which nobody had entered
    anything new ends without tries.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="rounds")
    server = models.UUIDField(editable=False)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    number = models.PositiveIntegerField()
    begun_at = models.DateTimeField(default=timezone.now)
    closes_at = models.DateTimeField(default=timezone.now)
    planned_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first, and what the database itself keeps true."""

        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["arena"], condition=models.Q(ended_at__isnull=True), name="one_round_at_a_time"
            ),
            models.UniqueConstraint(fields=["arena", "number"], name="each_round_has_its_number"),
        ]

    def __str__(self) -> str:
        return f"round {self.number} of {self.arena}"


class Outcome(models.TextChoices):
    """What came of an exploit on a fix. ``ERROR`` is a fault of ours, or a stop: it was not tried to its end."""

    WAITING = "waiting"
    SUCCEEDED = "succeeded"
    STOPPED = "stopped"
    ERROR = "error"


DECIDED: Final = (Outcome.SUCCEEDED, Outcome.STOPPED)


class Trial(models.Model):
    """An exploit and a fix that meet in a round. It goes with either of both entries.

    What two entries have done to each other before is not run again: the row of a later round begins with its outcome.
    """

    exploit = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="tries")
    fix = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="attacks")
    of_round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="trials")
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)

    class Meta:
        """What the database itself keeps true."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["of_round", "exploit", "fix"], name="each_exploit_meets_a_fix_once_a_round"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exploit} on {self.fix}: {self.outcome}"
