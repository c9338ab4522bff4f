"""What a learner leaves in a lab. A lab is named by its UUID, which survives a renamed folder."""

from typing import ClassVar, Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from quintain.web.fields import ExactJSONField

MOST_COMMENT_LETTERS: Final = 1000


class Workspace(models.Model):
    """One learner's place in one lab.

    ``revision`` counts changes of the files. ``replaced`` is the revision at which all files were last exchanged by a
    reset or restore: a tab that still holds an older one may not save over them. ``exchanges`` counts resets and
    restores since ``exchanges_since``, for the rate limit. ``solution_seen_at`` is when the learner looked at a sound
    fix before there was a proof. ``proof_lost_at`` is when a search last took away the only proof: what the proof had
    opened stays open.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="workspaces")
    lab = models.UUIDField(db_index=True)
    revision = models.PositiveBigIntegerField(default=0)
    replaced = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(auto_now=True)
    found_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)
    break_skipped_at = models.DateTimeField(null=True)
    proven_at = models.DateTimeField(null=True)
    solution_seen_at = models.DateTimeField(null=True)
    proof_lost_at = models.DateTimeField(null=True)
    exchanges = models.PositiveSmallIntegerField(default=0)
    exchanges_since = models.DateTimeField(null=True)

    class Meta:
        """What the database itself keeps true."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "lab"], name="one_workspace_for_each_lab"),
            models.CheckConstraint(
                condition=models.Q(replaced__lte=models.F("revision")), name="replaced_is_a_past_revision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.lab}"


class File(models.Model):
    """A file that the learner changed; the others are unchanged. ``revision`` is the workspace's at that change."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=255)
    text = models.TextField(blank=True)
    revision = models.PositiveBigIntegerField()
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        """What the database itself keeps true."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "path"], name="one_text_for_each_path"),
        ]

    def __str__(self) -> str:
        return f"{self.path} at {self.revision}"


class Exploit(models.Model):
    """The learner's ``exploit.py`` of the phase *break*; without a row it is as the lab begins it.

    ``revision`` counts its changes: a tab that still holds an older one may not save over them.
    """

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, related_name="exploit")
    text = models.TextField(blank=True)
    revision = models.PositiveBigIntegerField()
    saved_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"exploit at {self.revision}"


class TabSave(models.Model):
    """The newest text of a file that one tab has saved: its ``sequence`` in that tab, and the ``revision`` it made.

    A tab is one loading of a page, and counts what is typed in it. This row is how the server knows a text again that
    it has stored before, when a browser that was killed sends it once more.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="tab_saves")
    tab = models.UUIDField()
    path = models.CharField(max_length=255)
    sequence = models.PositiveBigIntegerField()
    revision = models.PositiveBigIntegerField()
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        """Newest first, and what the database itself keeps true."""

        ordering: ClassVar[list[str]] = ["-saved_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "tab", "path"], name="one_newest_save_for_each_tab"),
        ]

    def __str__(self) -> str:
        return f"{self.path}, {self.sequence} of {self.tab}"


class Phase(models.TextChoices):
    """The phase whose files a copy holds."""

    BREAK = "break"
    FIX = "fix"


class Reason(models.TextChoices):
    """Why a copy was made. ``CHOSEN`` and ``NOT_CHOSEN`` are the two texts of a conflict."""

    RESET = "reset"
    RESTORE = "restore"
    CHOSEN = "chosen"
    NOT_CHOSEN = "not-chosen"
    RECOVERED = "recovered"


class Copy(models.Model):
    """Files that something else took the place of, kept so that nothing is lost.

    ``path`` names the one file of a copy that does not hold all. ``before`` tells of what reset or restore. ``digest``
    is that of the content: equal content is not kept twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="copies")
    phase = models.CharField(max_length=10, choices=Phase, default=Phase.FIX)
    reason = models.CharField(max_length=12, choices=Reason, default=Reason.RESET)
    path = models.CharField(max_length=255, blank=True)
    files = ExactJSONField()
    before = models.CharField(max_length=40, blank=True)
    digest = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Newest first, and what the database itself keeps true."""

        ordering: ClassVar[list[str]] = ["-made_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "digest"], name="equal_content_is_kept_once"),
        ]

    def __str__(self) -> str:
        return f"copy, {self.reason}, of {self.path or 'all files'}"


class Kind(models.TextChoices):
    """What was asked of the judge: of a fix, or of an exploit on the original program or, as a replay, on a fix."""

    TESTS = "tests"
    VERDICT = "verdict"
    EXPLOIT = "exploit"
    REPLAY = "replay"


RUNS = (Kind.EXPLOIT, Kind.REPLAY)


class State(models.TextChoices):
    """The state of a submission. ``FAILED`` means that the judge itself broke down."""

    WAITING = "waiting"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


UNDER_WAY = (State.WAITING, State.RUNNING)
STOPPED = "stopped"
"""The result of a run that its learner ended: neither landed nor repelled, for the exploit was not tried to its end."""


class Server(models.Model):
    """A server that uses this database, and when it last said that it lives; see ``leases``."""

    id = models.UUIDField(primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class SubmissionCounter(models.Model):
    """Hands out the numbers that order submissions; the database counts, and no row stays.

    Neither SQLite's AUTOINCREMENT nor PostgreSQL's identity columns give a number twice, even after its row is deleted.
    """

    id = models.BigAutoField(primary_key=True)

    def __str__(self) -> str:
        return str(self.pk)


class Submission(models.Model):
    """Files handed to the judge, and what it said.

    ``sequence`` orders all submissions as they were handed in, also across a clock that was set back.
    ``server`` is the one that has it in its queue or at its judge. ``restarts`` counts how often a stopped server left
    it unfinished, and ``events`` the news about its checks since it was last begun: together they tell which of two
    reports is newer.
    ``number`` counts the attempts of a workspace from 1. It is given when a verdict is asked for and taken back if the
    judge erred, so that faults of ours leave no gap and cost nothing. ``checks`` hold the judge's checks as JSON.
    Runs of an exploit keep its text in ``exploit`` and what came of it in ``assault``; ``stop_asked_at`` is when the
    learner asked for the end of one. ``is_check``: run by the page that tries a browser before a class; nobody
    has begun a lab by it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="submissions")
    sequence = models.BigIntegerField(unique=True, editable=False)
    server = models.UUIDField(null=True, editable=False)
    restarts = models.PositiveIntegerField(default=0)
    events = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=Kind)
    is_check = models.BooleanField(default=False, editable=False)
    number = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    files = ExactJSONField()
    exploit = models.TextField(blank=True)
    pack_digest = models.CharField(max_length=128)
    lab_digest = models.CharField(max_length=128)
    result = models.CharField(max_length=12, blank=True)
    sentence = models.TextField(blank=True)
    checks = ExactJSONField(default=list)
    recognised = ExactJSONField(null=True)
    assault = ExactJSONField(null=True)
    fault = ExactJSONField(null=True)
    attacks = models.PositiveIntegerField(default=0)
    attacks_stopped = models.PositiveIntegerField(default=0)
    seed = models.BigIntegerField(null=True)
    wall_seconds = models.FloatField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    stop_asked_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first, and what the database itself keeps true."""

        ordering: ClassVar[list[str]] = ["-sequence"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "number"], name="one_attempt_for_each_number"),
            models.UniqueConstraint(
                fields=["workspace"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="one_submission_under_way",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="verdict") | models.Q(number=None), name="tests_have_no_number"
            ),
            models.CheckConstraint(
                condition=~models.Q(result="error") | models.Q(number=None), name="an_error_is_no_attempt"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["exploit", "replay"]) | models.Q(exploit="", assault__isnull=True),
                name="a_fix_is_no_exploit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number or ''} {self.state}"


class Comment(models.Model):
    """Words about one line of an attempt, by its learner or by an instructor of theirs.

    ``line`` counts from 1 in the file at ``path`` as it was handed in. ``in_class`` is the class in which it was
    written, None for who learns alone. ``read_at`` is when the other side saw it first; of instructors, one is enough.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    in_class = models.ForeignKey("cohorts.Class", on_delete=models.SET_NULL, null=True, related_name="+")
    path = models.CharField(max_length=255)
    line = models.PositiveIntegerField()
    text = models.CharField(max_length=MOST_COMMENT_LETTERS)
    written_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        """The first one first."""

        ordering: ClassVar[list[str]] = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"comment on line {self.line} of {self.path}"


class SearchState(models.TextChoices):
    """The state of a search. ``ENDED``: it could not go on, for a reason that is not the learner's."""

    WAITING = "waiting"
    HELD = "held"
    FOUND = "found"
    ENDED = "ended"


class Search(models.Model):
    """The search behind a verdict that was proven: how far it has come, and where it goes on.

    It is done in slices, each by the process whose ``claim`` it has then. ``seed`` and ``rounds`` resume it. Sequences
    of calls and the calls in them are counted as they were played on the submission, without those that were
    ``unclear``. It has held when it has used ``budget_seconds`` of processor time; where a program sleeps, a tenth of
    the clock's time counts.
    """

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, primary_key=True, related_name="search")
    state = models.CharField(max_length=10, choices=SearchState, default=SearchState.WAITING)
    claim = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    budget_seconds = models.FloatField()
    seed = models.BigIntegerField(null=True)
    rounds = models.PositiveIntegerField(default=0)
    sequences = models.PositiveIntegerField(default=0)
    calls = models.PositiveIntegerField(default=0)
    unclear = models.PositiveIntegerField(default=0)
    used_seconds = models.FloatField(default=0.0)
    fault = ExactJSONField(null=True)
    asked_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"search {self.state}, {self.sequences} sequences"


class Demonstration(models.Model):
    """What the attacks of a lab did to the original code: the judge's checks as JSON, one for each variant.

    ``judged`` is the digest of the lab as it was tried; there is one row for each lab, of its last state.
    """

    lab = models.UUIDField(primary_key=True)
    judged = models.CharField(max_length=128)
    checks = ExactJSONField()
    made_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"the original code of {self.lab}"


class Marking(models.Model):
    """One check of a learner's marks in the phase *find*, as it was answered."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="markings")
    marks = ExactJSONField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar[list[str]] = ["-id"]  # which grows, as the clock may not

    def __str__(self) -> str:
        return f"{len(self.marks)} marks"


class FoundSpot(models.Model):
    """A flawed place that the learner found; ``spot`` is ``file:first-last``."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="found_spots")
    spot = models.CharField(max_length=300)
    found_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """What the database itself keeps true."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "spot"], name="a_spot_is_found_once"),
        ]

    def __str__(self) -> str:
        return self.spot


class HintUse(models.Model):
    """A hint that the learner asked for: the ``number``-th, from 1, of a step of the brief."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="hints")
    step = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    used_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """What the database itself keeps true."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "step", "number"], name="a_hint_is_used_once"),
        ]

    def __str__(self) -> str:
        return f"hint {self.number} of {self.step}"


class SolutionsAllowed(models.Model):
    """Students of this class may look at a sound fix of a lab after its last hint; without a row, they may not."""

    in_class = models.OneToOneField("cohorts.Class", on_delete=models.CASCADE, related_name="solutions_allowed")
    allowed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"solutions in {self.in_class}"
