"""Reads of arenas. What others may see is counts and the names that students gave; no page shows code or a console."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from uuid import UUID

from quintain.accounts.models import Membership, Role, User
from quintain.arena.models import DECIDED, MOST_ENTRIES, Arena, Entrant, Entry, Kind, Outcome, Round, Team, Trial
from quintain.attempts.actions import EXPLOIT
from quintain.attempts.models import Kind as WorkKind
from quintain.attempts.models import State, Submission
from quintain.catalog.pack_store import lab_of_uuid, shown_labs
from quintain.cohorts.models import Class
from quintain.judge.verdict import Outcome as JudgeOutcome
from quintain.judge.verdict import Result
from quintain.packs.model import Lab

FIX_POINTS: Final = 1
"""For each exploit that a fix stops."""
EXPLOIT_POINTS: Final = 2
"""For each fix that an exploit gets through."""
OWN: Final = "own"
"""Of a pair in the table: one student's, or one team's, which never meets."""


@dataclass(frozen=True, slots=True)
class LatestWork:
    """What a student may enter: the number of a fix's attempt, and the texts by path."""

    number: int | None
    files: dict[str, str]


@dataclass(frozen=True)
class Score:
    """What came of one entry: ``tried`` of its pairs are decided, and it was successful in ``won`` of them."""

    entry: Entry
    outcomes: Counter[str]

    @property
    def is_fix(self) -> bool:
        """Whether it is a fix."""
        return self.entry.kind == Kind.FIX

    @property
    def tried(self) -> int:
        """How many pairs are decided."""
        return sum(self.outcomes[each] for each in DECIDED)

    @property
    def won(self) -> int:
        """How many exploits the fix has stopped, or how many fixes the exploit got through."""
        return self.outcomes[Outcome.STOPPED if self.is_fix else Outcome.SUCCEEDED]

    @property
    def lost(self) -> int:
        """The decided pairs that the other won."""
        return self.tried - self.won

    @property
    def not_tried(self) -> int:
        """How many pairs ended with a fault of ours."""
        return self.outcomes[Outcome.ERROR]

    @property
    def points(self) -> int:
        """What it earns."""
        return self.won * (FIX_POINTS if self.is_fix else EXPLOIT_POINTS)

    @property
    def is_named(self) -> bool:
        """Whether the projector may name it: a fix that holds against all, an exploit that succeeded."""
        if self.is_fix:
            return self.won > 0 and self.won == self.outcomes.total()
        return self.won > 0

    @property
    def shown_name(self) -> str:
        """The name that its student gave."""
        return self.entry.entrant.name


@dataclass(frozen=True, slots=True)
class Named:
    """A name that students gave, and what it is named for: fixes, exploits or points, by the place."""

    name: str
    number: int


@dataclass(frozen=True)
class Board:
    """What everybody may see of an arena."""

    arena: Arena
    lab: Lab
    fixes: int
    exploits: int
    running: bool
    tried: int
    planned: int
    holding: tuple[Named, ...]
    holding_unnamed: int
    fallen: int
    succeeded: tuple[Named, ...]
    succeeded_unnamed: int
    leading: tuple[Named, ...]

    @property
    def has_results(self) -> bool:
        """Whether names and counts of results are shown: not while a round runs, in which a name could drop out."""
        return not self.running and self.tried > 0


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: an exploit, and what came of it on each fix; the outcomes are in the order of the fixes."""

    score: Score
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonScore:
    """The points of one student, as instructors see them."""

    entrant: Entrant
    fix: Score | None
    exploit: Score | None

    @property
    def points(self) -> int:
        """Both together."""
        return sum(each.points for each in (self.fix, self.exploit) if each)


@dataclass(frozen=True, slots=True)
class Table:
    """What instructors see of an arena, with real names."""

    board: Board
    fixes: tuple[Score, ...]
    rows: tuple[Row, ...]
    people: tuple[PersonScore, ...]
    teams: tuple[Named, ...]
    left: int

    @property
    def arena(self) -> Arena:
        """The arena."""
        return self.board.arena


@dataclass(frozen=True, slots=True)
class InstructorsPage:
    """The page *Arena* of a class: the arena that is open, or the one that was asked for; others; labs to open one."""

    in_class: Class
    table: Table | None
    others: tuple["Earlier", ...]
    labs: tuple[Lab, ...]
    may_run: bool


@dataclass(frozen=True, slots=True)
class Earlier:
    """Another arena of the class."""

    arena: Arena
    lab: Lab


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """One kind of work on a student's page: what can be entered, and what is."""

    kind: Kind
    latest: LatestWork | None
    score: Score | None

    @property
    def is_newer(self) -> bool:
        """Whether something else could take the place of what is entered."""
        return self.score is not None and self.latest is not None and self.latest.files != self.score.entry.files


@dataclass(frozen=True, slots=True)
class StudentsPage:
    """A student's page of the arenas of a class; ``entries`` is of the newest arena."""

    in_class: Class
    board: Board | None
    entrant: Entrant | None
    entries: tuple[OwnEntry, ...]
    teams: tuple[Team, ...]
    team_points: int
    earlier: tuple[tuple[Earlier, tuple[Score, ...]], ...]
    may_enter: bool


def exploit_text(files: dict[str, str]) -> str:
    """Return the text of an exploit's entry."""
    return files[EXPLOIT]


def open_arena(a_class: Class) -> Arena | None:
    """Return the arena of a class in which things happen now, if the course still has its lab."""
    found = Arena.objects.filter(in_class=a_class, closed_at=None).first()
    return found if found is not None and lab_of_uuid(found.lab) is not None else None


def find_arena(a_class: Class, arena: UUID) -> Arena | None:
    """Return an arena of a class."""
    return Arena.objects.select_related("in_class").filter(in_class=a_class, pk=arena).first()


def find_entry(a_class: Class, entry: UUID) -> Entry | None:
    """Return an entry in an arena of a class."""
    rows = Entry.objects.select_related("entrant__arena__in_class")
    return rows.filter(entrant__arena__in_class=a_class, pk=entry).first()


def latest_work(arena: Arena, student: User, kind: Kind) -> LatestWork | None:
    """Return a student's latest proven fix of the arena's lab, or latest exploit that succeeded on the original."""
    done = Submission.objects.filter(
        workspace__user=student.pk, workspace__lab=arena.lab, state=State.FINISHED, is_check=False
    )
    if kind == Kind.FIX:
        proven = done.filter(kind=WorkKind.VERDICT, result=Result.PROVEN, number__isnull=False).first()
        return LatestWork(proven.number, dict(proven.files)) if proven else None
    landed = done.filter(kind=WorkKind.EXPLOIT, result=JudgeOutcome.LANDED).first()
    return LatestWork(None, {EXPLOIT: landed.exploit}) if landed else None


def names_of_others(entrant: Entrant) -> set[str]:
    """Return, in casefolded letters, the names that would be taken for somebody else of the class."""
    given = Entrant.objects.filter(arena=entrant.arena_id).exclude(person=entrant.person_id)
    members = Membership.objects.filter(in_class=entrant.arena.in_class_id).exclude(person=entrant.person_id)
    names = [*given.values_list("name", flat=True), *members.values_list("person__display_name", flat=True)]
    return {name.casefold() for name in names if name}


def pairs_to_try(arena: Arena) -> list[tuple[Entry, Entry]]:
    """Return the exploits and fixes of different students, or teams, that have no result yet, 15 by 15 at most.

    What a student entered who has no seat at the moment is left out.
    """
    exploits, fixes = _entries(arena, only_seated=True)
    decided = set(Trial.objects.filter(of_round__arena=arena, outcome__in=DECIDED).values_list("exploit", "fix"))
    return [
        (exploit, fix)
        for exploit in exploits[:MOST_ENTRIES]
        for fix in fixes[:MOST_ENTRIES]
        if _meet(exploit, fix) and (exploit.pk, fix.pk) not in decided
    ]


def board_of(arena: Arena) -> Board | None:
    """Return what everybody may see of an arena; None if the course has its lab no more."""
    found = _Results.of(arena)
    return found.board if found else None


def instructors_page(a_class: Class, arena: Arena | None = None, *, may_run: bool) -> InstructorsPage:
    """Return the instructor's page with one arena, or with the newest."""
    arenas = _arenas(a_class)
    shown = arena or (arenas[0].arena if arenas else None)
    results = _Results.of(shown) if shown else None
    return InstructorsPage(
        in_class=a_class,
        table=results.table if results else None,
        others=tuple(each for each in arenas if shown is None or each.arena.pk != shown.pk),
        labs=tuple(lab for lab in shown_labs() if lab.break_ is not None),
        may_run=may_run,
    )


def students_page(a_class: Class, student: User, *, may_enter: bool) -> StudentsPage:
    """Return a student's page: the newest arena, and what the student has entered in earlier ones."""
    arenas = _arenas(a_class)
    newest = arenas[0].arena if arenas else None
    results = _Results.of(newest) if newest else None
    entrant = results.entrant_of(student) if results else None
    earlier = [(each, _Results.of(each.arena)) for each in arenas[1:]]
    return StudentsPage(
        in_class=a_class,
        board=results.board if results else None,
        entrant=entrant,
        entries=tuple(
            OwnEntry(kind, latest_work(newest, student, kind), results.score_of(student, kind)) for kind in Kind
        )
        if newest and results
        else (),
        teams=tuple(newest.teams.all()) if newest else (),
        team_points=results.points_of_team(entrant.team_id) if results and entrant and entrant.team_id else 0,
        earlier=tuple((each, mine) for each, results in earlier if results and (mine := results.scores_of(student))),
        may_enter=may_enter and newest is not None and newest.is_open,
    )


def _arenas(a_class: Class) -> list[Earlier]:
    """Return the arenas of a class whose lab the course still has: the open one, then the newest."""
    rows = Arena.objects.filter(in_class=a_class)
    found = [Earlier(row, lab) for row in rows if (lab := lab_of_uuid(row.lab)) is not None]
    return sorted(found, key=lambda each: not each.arena.is_open)


def _entries(arena: Arena, *, only_seated: bool = False) -> tuple[list[Entry], list[Entry]]:
    """Return the exploits and the fixes of an arena, in the order in which they were entered."""
    rows = Entry.objects.select_related("entrant__person", "entrant__team").filter(entrant__arena=arena)
    if only_seated:
        seated = Membership.objects.filter(in_class=arena.in_class_id, role=Role.STUDENT, seat__isnull=False)
        rows = rows.filter(entrant__person__in=seated.values("person"))
    every = list(rows.defer("files"))
    return [each for each in every if each.kind == Kind.EXPLOIT], [each for each in every if each.kind == Kind.FIX]


def _meet(exploit: Entry, fix: Entry) -> bool:
    one, other = exploit.entrant, fix.entrant
    return one.pk != other.pk and (one.team_id is None or one.team_id != other.team_id)


class _Results:
    """All that came of an arena, read once."""

    def __init__(self, arena: Arena, lab: Lab) -> None:
        self._arena, self._lab = arena, lab
        exploits, fixes = _entries(arena)
        trials = Trial.objects.filter(of_round__arena=arena).values_list("exploit", "fix", "outcome", "of_round")
        self._trials = list(trials)
        self._round = Round.objects.filter(arena=arena, ended_at=None).first()
        self._outcomes = {(exploit, fix): outcome for exploit, fix, outcome, _ in self._trials}
        self.exploits = self._scores(exploits, 0)
        self.fixes = self._scores(fixes, 1)

    @classmethod
    def of(cls, arena: Arena) -> "_Results | None":
        """Read an arena; None if the course has its lab no more."""
        lab = lab_of_uuid(arena.lab)
        return cls(arena, lab) if lab is not None else None

    def _scores(self, entries: Iterable[Entry], side: int) -> tuple[Score, ...]:
        counts: dict[UUID, Counter[str]] = {}
        for pair, outcome in self._outcomes.items():
            counts.setdefault(pair[side], Counter())[outcome] += 1
        return tuple(Score(entry, counts.get(entry.pk, Counter())) for entry in entries)

    @cached_property
    def board(self) -> Board:
        """What everybody may see."""
        of_round = [outcome for *_, outcome, number in self._trials if self._round and number == self._round.pk]
        decided = sum(outcome in DECIDED for outcome in self._outcomes.values())
        waiting = of_round.count(Outcome.WAITING)
        holding = [score for score in self.fixes if score.is_named]
        succeeded = [score for score in self.exploits if score.is_named]
        return Board(
            arena=self._arena,
            lab=self._lab,
            fixes=len(self.fixes),
            exploits=len(self.exploits),
            running=self._round is not None,
            tried=len(of_round) - waiting if self._round else decided,
            planned=len(of_round) if self._round else decided,
            holding=_named(holding),
            holding_unnamed=sum(not score.shown_name for score in holding),
            fallen=sum(score.lost > 0 for score in self.fixes),
            succeeded=_named(succeeded),
            succeeded_unnamed=sum(not score.shown_name for score in succeeded),
            leading=self._leading(),
        )

    @cached_property
    def table(self) -> Table:
        """What instructors see."""
        return Table(
            board=self.board,
            fixes=self.fixes,
            rows=tuple(
                Row(exploit, tuple(self._cell(exploit.entry, fix.entry) for fix in self.fixes))
                for exploit in self.exploits
            ),
            people=self._people(),
            teams=self._teams(),
            left=len(pairs_to_try(self._arena)) if self._arena.is_open and self._round is None else 0,
        )

    def entrant_of(self, student: User) -> Entrant | None:
        """Return the row of a student who has entered something."""
        return Entrant.objects.select_related("team").filter(arena=self._arena, person=student).first()

    def scores_of(self, student: User) -> tuple[Score, ...]:
        """Return what came of all that a student has entered."""
        return tuple(each for each in (*self.fixes, *self.exploits) if each.entry.entrant.person_id == student.pk)

    def score_of(self, student: User, kind: Kind) -> Score | None:
        """Return what came of one kind of a student's work."""
        return next((each for each in self.scores_of(student) if each.entry.kind == kind), None)

    def points_of_team(self, team: int) -> int:
        """Add up the points of a team."""
        every = (*self.fixes, *self.exploits)
        return sum(each.points for each in every if each.entry.entrant.team_id == team)

    def _cell(self, exploit: Entry, fix: Entry) -> str:
        return self._outcomes.get((exploit.pk, fix.pk), "") if _meet(exploit, fix) else OWN

    def _people(self) -> tuple[PersonScore, ...]:
        """Return the students, those with most points first."""
        entrants = {each.entry.entrant_id: each.entry.entrant for each in (*self.fixes, *self.exploits)}
        fixes = {each.entry.entrant_id: each for each in self.fixes}
        exploits = {each.entry.entrant_id: each for each in self.exploits}
        people = [PersonScore(entrant, fixes.get(pk), exploits.get(pk)) for pk, entrant in entrants.items()]
        return tuple(sorted(people, key=lambda each: (-each.points, each.entrant.person.display_name)))

    def _teams(self) -> tuple[Named, ...]:
        return tuple(Named(each.name, self.points_of_team(each.pk)) for each in self._arena.teams.all())

    def _leading(self) -> tuple[Named, ...]:
        """Return the teams with most points; the others are not named, since a list of them has a last one."""
        teams = self._teams()
        most = max((each.number for each in teams), default=0)
        return tuple(each for each in teams if most and each.number == most)


def _named(scores: Sequence[Score]) -> tuple[Named, ...]:
    """Return the names that were given, those with most first."""
    named = [Named(score.shown_name, score.won) for score in scores if score.shown_name]
    return tuple(sorted(named, key=lambda each: (-each.number, each.name)))
