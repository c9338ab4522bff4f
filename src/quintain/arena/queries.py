"""Reads of arenas. What others may see is counts and the names that students gave; no page shows code or a console."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest

from quintain.accounts.models import Membership, Role, User
from quintain.arena.models import DECIDED, MOST_ENTRIES, Arena, Entrant, Entry, Kind, Outcome, Round, Team, Trial
from quintain.arena.works import Work, works_to_enter
from quintain.catalog.pack_store import lab_of_uuid, shown_labs
from quintain.cohorts.changes import read_once
from quintain.cohorts.models import Class
from quintain.packs.model.lab import Lab

FIX_POINTS: Final = 1
"""For each exploit that a fix stops."""
EXPLOIT_POINTS: Final = 2
"""For each fix that an exploit gets through."""
AGAIN_POINTS: Final = 3
"""For a student whose fix fell in their round before and holds against everything in this one."""
MOST_LEADING: Final = 5
"""Of the standings, as many as are named, and never more than half of those who play: a whole list has a last one."""
OWN: Final = "own"
"""Of a pair in the table: one student's, or one team's, which never meets."""


@dataclass(frozen=True)
class Score:
    """What came of one entry in one round: ``tried`` of its pairs are decided, and it won ``won`` of them."""

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
    def holds(self) -> bool:
        """Whether a fix stopped every exploit that met it; a fault of ours is no proof that it did."""
        return self.is_fix and self.won > 0 and self.won == self.outcomes.total()

    @property
    def shown_name(self) -> str:
        """The name that its student gave."""
        return self.entry.entrant.name


@dataclass(frozen=True, slots=True)
class Named:
    """A name that students gave, and what it is named for: fixes, exploits or points, by the place."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Breaking:
    """Whose fixes an exploit got through; ``name`` is empty for all exploits without one together."""

    name: str
    through: tuple[str, ...]
    unnamed: int

    @property
    def number(self) -> int:
        """How many fixes."""
        return len(self.through) + self.unnamed


@dataclass(frozen=True, slots=True)
class RoundPoints:
    """What one student has done in one round; of a fix or an exploit that was not in it there is no score."""

    number: int
    fix: Score | None
    exploit: Score | None
    holds_again: bool

    @property
    def points(self) -> int:
        """All together."""
        return sum(each.points for each in (self.fix, self.exploit) if each) + self.holds_again * AGAIN_POINTS


@dataclass(frozen=True, slots=True)
class Standing:
    """A line of the standings: points of each round that is over, and whether it has come up since the last one."""

    name: str
    rounds: tuple[int, ...]
    has_risen: bool

    @property
    def total(self) -> int:
        """All points."""
        return sum(self.rounds)


@dataclass(frozen=True)
class Board:
    """What everybody may see of an arena. ``current`` is the round that is open or runs, ``shown`` the one told of."""

    arena: Arena
    lab: Lab
    fixes: int
    exploits: int
    current: Round | None
    shown: Round | None
    tried: int
    planned: int
    breakings: tuple[Breaking, ...]
    holding: tuple[Named, ...]
    holding_unnamed: int
    fallen: int
    met: int
    again: tuple[str, ...]
    again_unnamed: int
    ended_rounds: tuple[int, ...]
    standings: tuple[Standing, ...]
    is_of_teams: bool
    is_without_news: bool

    @property
    def is_waiting(self) -> bool:
        """Whether a round is open for entries."""
        return self.current is not None and self.current.planned_at is None

    @property
    def running(self) -> bool:
        """Whether a round is being tried."""
        return self.current is not None and self.current.planned_at is not None

    @property
    def closes_at(self) -> datetime | None:
        """When the time of an open round is up."""
        return self.current.closes_at if self.current and self.is_waiting else None

    @property
    def has_results(self) -> bool:
        """Whether there is a round to tell of."""
        return self.shown is not None and self.tried > 0


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: an exploit, and what came of it on each fix; the outcomes are in the order of the fixes."""

    score: Score
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonScore:
    """The points of one student, as instructors see them."""

    entrant: Entrant
    has_fix: bool
    is_proven: bool
    has_exploit: bool
    rounds: tuple[RoundPoints, ...]
    by_round: tuple[tuple[int, RoundPoints | None], ...]

    @property
    def points(self) -> int:
        """All rounds together."""
        return sum(each.points for each in self.rounds)


@dataclass(frozen=True, slots=True)
class Table:
    """What instructors see of an arena, with real names; ``fixes`` and ``rows`` are of the round that is shown."""

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

    @property
    def proven_fell(self) -> bool:
        """Whether an exploit got through a fix that the judge has proven, which its attacks then do not cover."""
        return any(each.entry.is_proven and each.lost for each in self.fixes)


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
    """One kind of work on a student's page: what is entered, how it did in the last round, and what can be entered."""

    kind: Kind
    entry: Entry | None
    last: Score | None
    works: tuple[Work, ...]

    @property
    def is_fix(self) -> bool:
        """Whether it is a fix."""
        return self.kind == Kind.FIX

    @property
    def others(self) -> tuple[Work, ...]:
        """What could be entered, or take the place of what is."""
        return tuple(each for each in self.works if self.entry is None or each.files != self.entry.files)

    @property
    def is_of_last(self) -> bool:
        """Whether the last round was played with what is entered now."""
        return self.last is not None and self.entry is not None and self.last.entry.pk == self.entry.pk


@dataclass(frozen=True, slots=True)
class StudentsPage:
    """A student's page of the arenas of a class; ``entries`` and ``rounds`` are of the newest arena."""

    in_class: Class
    board: Board | None
    entrant: Entrant | None
    entries: tuple[OwnEntry, ...]
    rounds: tuple[RoundPoints, ...]
    teams: tuple[Team, ...]
    team_points: int
    earlier: tuple[tuple[Earlier, tuple[RoundPoints, ...], tuple[Entry, ...]], ...]
    may_enter: bool

    @property
    def points(self) -> int:
        """What the student has earned in the newest arena."""
        return sum(each.points for each in self.rounds)


def open_arena(a_class: Class) -> Arena | None:
    """Return the arena of a class in which things happen now, if the course still has its lab."""
    return _with_lab(open_row(a_class.pk))


def open_arena_seen(request: HttpRequest, a_class: Class) -> Arena | None:
    """Return the same for a page, which may remember it."""
    return _with_lab(read_once(request, a_class, open_row))


def open_row(class_id: UUID) -> Arena | None:
    """Return the open arena of a class, also of a lab that the course has no more."""
    return Arena.objects.filter(in_class=class_id, closed_at=None).first()


def _with_lab(arena: Arena | None) -> Arena | None:
    return arena if arena is not None and lab_of_uuid(arena.lab) is not None else None


def waiting_round(arena: Arena) -> Round | None:
    """Return the round of an arena that is open for entries."""
    return Round.objects.filter(arena=arena, ended_at=None, planned_at=None).first()


def find_arena(a_class: Class, arena: UUID) -> Arena | None:
    """Return an arena of a class."""
    return Arena.objects.select_related("in_class").filter(in_class=a_class, pk=arena).first()


def find_entry(a_class: Class, entry: UUID) -> Entry | None:
    """Return an entry in an arena of a class."""
    rows = Entry.objects.select_related("entrant__arena__in_class")
    return rows.filter(entrant__arena__in_class=a_class, pk=entry).first()


def names_of_others(entrant: Entrant) -> set[str]:
    """Return, in casefolded letters, the names that would be taken for somebody else of the class."""
    given = Entrant.objects.filter(arena=entrant.arena_id).exclude(person=entrant.person_id)
    members = Membership.objects.filter(in_class=entrant.arena.in_class_id).exclude(person=entrant.person_id)
    names = [*given.values_list("name", flat=True), *members.values_list("person__display_name", flat=True)]
    return {name.casefold() for name in names if name}


def pairs_to_meet(arena: Arena) -> list[tuple[Entry, Entry]]:
    """Return the exploits and fixes of different students, or teams, 15 by 15 at most.

    What a student entered who has no seat at the moment is left out.
    """
    current = Entry.objects.filter(replaced_at=None)
    seated = Membership.objects.filter(in_class=arena.in_class_id, role=Role.STUDENT, seat__isnull=False)
    rows = list(_with_people(current, arena).filter(entrant__person__in=seated.values("person")))
    exploits, fixes = ([each for each in rows if each.kind == kind] for kind in (Kind.EXPLOIT, Kind.FIX))
    return [
        (exploit, fix) for exploit in exploits[:MOST_ENTRIES] for fix in fixes[:MOST_ENTRIES] if _meet(exploit, fix)
    ]


def known_outcomes(arena: Arena) -> dict[tuple[UUID, UUID], str]:
    """Return what exploits have done to fixes in the rounds so far."""
    decided = Trial.objects.filter(of_round__arena=arena, outcome__in=DECIDED)
    return {(exploit, fix): outcome for exploit, fix, outcome in decided.values_list("exploit", "fix", "outcome")}


def pairs_to_try(arena: Arena) -> list[tuple[Entry, Entry]]:
    """Return the pairs that have no result yet."""
    outcomes = known_outcomes(arena)
    return [pair for pair in pairs_to_meet(arena) if (pair[0].pk, pair[1].pk) not in outcomes]


def instructors_page(a_class: Class, arena: Arena | None = None, *, may_run: bool) -> InstructorsPage:
    """Return the instructor's page with one arena, or with the newest."""
    arenas = _arenas(a_class)
    shown = arena or (arenas[0].arena if arenas else None)
    results = _Results.of(shown) if shown else None
    return InstructorsPage(
        in_class=a_class,
        table=results.table if results else None,
        others=tuple(each for each in arenas if shown is None or each.arena.pk != shown.pk),
        labs=tuple(sorted((lab for lab in shown_labs() if lab.break_ is not None), key=lambda lab: lab.code)),
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
            OwnEntry(
                kind,
                results.current_of(student, kind),
                results.last_score(student, kind),
                works_to_enter(newest, student, kind),
            )
            for kind in Kind
        )
        if newest and results
        else (),
        rounds=results.rounds_of(entrant.pk) if results and entrant else (),
        teams=tuple(newest.teams.all()) if newest else (),
        team_points=results.points_of_team(entrant.team_id) if results and entrant and entrant.team_id else 0,
        earlier=tuple(
            (each, results.rounds_of(mine.pk), results.current_entries(student))
            for each, results in earlier
            if results and (mine := results.entrant_of(student))
        ),
        may_enter=may_enter and newest is not None and newest.is_open,
    )


def _arenas(a_class: Class) -> list[Earlier]:
    """Return the arenas of a class whose lab the course still has: the open one, then the newest."""
    rows = Arena.objects.filter(in_class=a_class)
    arenas = [Earlier(row, lab) for row in rows if (lab := lab_of_uuid(row.lab)) is not None]
    return sorted(arenas, key=lambda each: not each.arena.is_open)


def _with_people(rows: QuerySet[Entry], arena: Arena) -> QuerySet[Entry]:
    return rows.select_related("entrant__person", "entrant__team").filter(entrant__arena=arena).defer("files")


def _meet(exploit: Entry, fix: Entry) -> bool:
    one, other = exploit.entrant, fix.entrant
    return one.pk != other.pk and (one.team_id is None or one.team_id != other.team_id)


class _Results:
    """All that came of an arena, read once."""

    def __init__(self, arena: Arena, lab: Lab) -> None:
        self._arena, self._lab = arena, lab
        self._entries = {each.pk: each for each in _with_people(Entry.objects.all(), arena)}
        self._rounds = sorted(Round.objects.filter(arena=arena), key=lambda each: each.number)
        self._current = next((each for each in self._rounds if each.ended_at is None), None)
        self._outcomes: defaultdict[UUID, dict[tuple[UUID, UUID], str]] = defaultdict(dict)
        trials = Trial.objects.filter(of_round__arena=arena)
        for of_round, exploit, fix, outcome in trials.values_list("of_round", "exploit", "fix", "outcome"):
            self._outcomes[of_round][exploit, fix] = outcome

    @classmethod
    def of(cls, arena: Arena) -> "_Results | None":
        """Read an arena; None if the course has its lab no more."""
        lab = lab_of_uuid(arena.lab)
        return cls(arena, lab) if lab is not None else None

    @cached_property
    def _played(self) -> list[Round]:
        """The rounds in which something met something, those that run included."""
        return [each for each in self._rounds if self._outcomes.get(each.pk)]

    @cached_property
    def _ended(self) -> list[Round]:
        return [each for each in self._played if each.ended_at is not None]

    @property
    def _shown(self) -> Round | None:
        """The newest round of which there is something to tell."""
        return self._played[-1] if self._played else None

    @cached_property
    def _scores(self) -> dict[UUID, dict[UUID, Score]]:
        """What came of each entry, by round and entry."""
        scores: dict[UUID, dict[UUID, Score]] = {}
        for played in self._played:
            counts: defaultdict[UUID, Counter[str]] = defaultdict(Counter)
            for pair, outcome in self._outcomes[played.pk].items():
                for entry in pair:
                    counts[entry][outcome] += 1
            scores[played.pk] = {pk: Score(entry, counts[pk]) for pk, entry in self._entries.items() if pk in counts}
        return scores

    @cached_property
    def _by_entrant(self) -> dict[int, tuple[RoundPoints, ...]]:
        """What each student has done in each round that is over."""
        points: defaultdict[int, list[RoundPoints]] = defaultdict(list)
        fell: dict[int, bool] = {}
        for ended in self._ended:
            scores = self._scores[ended.pk].values()
            fixes = {score.entry.entrant_id: score for score in scores if score.is_fix}
            exploits = {score.entry.entrant_id: score for score in scores if not score.is_fix}
            for pk in dict.fromkeys((*fixes, *exploits)):
                fix = fixes.get(pk)
                holds_again = fix is not None and fix.holds and fell.get(pk, False)
                points[pk].append(RoundPoints(ended.number, fix, exploits.get(pk), holds_again))
                if fix is not None:
                    fell[pk] = fix.lost > 0
        return {pk: tuple(rounds) for pk, rounds in points.items()}

    @cached_property
    def board(self) -> Board:
        """What everybody may see."""
        shown = self._shown
        outcomes = list(self._outcomes[shown.pk].values()) if shown else []
        scores = self._scores[shown.pk].values() if shown else ()
        fixes = [each for each in scores if each.is_fix]
        is_over = shown is not None and shown.ended_at is not None
        holding = [each for each in fixes if each.holds] if is_over else []
        again = self._again(shown) if shown and is_over else []
        current = self._current_entries
        return Board(
            arena=self._arena,
            lab=self._lab,
            fixes=sum(each.kind == Kind.FIX for each in current),
            exploits=sum(each.kind == Kind.EXPLOIT for each in current),
            current=self._current,
            shown=shown,
            tried=len(outcomes) - outcomes.count(Outcome.WAITING),
            planned=len(outcomes),
            breakings=self._breakings(shown) if shown else (),
            holding=_named(holding),
            holding_unnamed=sum(not each.shown_name for each in holding),
            fallen=sum(each.lost > 0 for each in fixes),
            met=len(fixes),
            again=tuple(sorted(each.name for each in again if each.name)),
            again_unnamed=sum(not each.name for each in again),
            ended_rounds=tuple(each.number for each in self._ended),
            standings=self._standings(),
            is_of_teams=bool(self._teams),
            is_without_news=bool(self._rounds) and self._rounds[-1].ended_at is not None and self._rounds[-1] != shown,
        )

    @cached_property
    def table(self) -> Table:
        """What instructors see."""
        shown = self._shown
        scores = self._scores[shown.pk] if shown else {}
        fixes = tuple(each for each in scores.values() if each.is_fix)
        outcomes = self._outcomes[shown.pk] if shown else {}
        return Table(
            board=self.board,
            fixes=fixes,
            rows=tuple(
                Row(
                    exploit,
                    tuple(
                        outcomes.get((exploit.entry.pk, fix.entry.pk), "") if _meet(exploit.entry, fix.entry) else OWN
                        for fix in fixes
                    ),
                )
                for exploit in scores.values()
                if not exploit.is_fix
            ),
            people=self._people(),
            teams=tuple(Named(each.name, self.points_of_team(each.pk)) for each in self._teams),
            left=len(pairs_to_try(self._arena)) if self._arena.is_open and not self.board.running else 0,
        )

    @cached_property
    def _current_entries(self) -> list[Entry]:
        """What is entered now, in place of what was entered before."""
        return [each for each in self._entries.values() if each.replaced_at is None]

    @cached_property
    def _entrants(self) -> dict[int, Entrant]:
        return {each.entrant_id: each.entrant for each in self._entries.values()}

    @cached_property
    def _teams(self) -> tuple[Team, ...]:
        return tuple(self._arena.teams.all())

    def entrant_of(self, student: User) -> Entrant | None:
        """Return the row of a student who has entered something."""
        return next((each for each in self._entrants.values() if each.person_id == student.pk), None)

    def rounds_of(self, entrant: int) -> tuple[RoundPoints, ...]:
        """Return what a student has done in the rounds that are over."""
        return self._by_entrant.get(entrant, ())

    def current_entries(self, student: User) -> tuple[Entry, ...]:
        """Return what a student has entered, as it is now."""
        return tuple(each for each in self._current_entries if each.entrant.person_id == student.pk)

    def current_of(self, student: User, kind: Kind) -> Entry | None:
        """Return the fix or the exploit of a student as it is now."""
        return next((each for each in self.current_entries(student) if each.kind == kind), None)

    def last_score(self, student: User, kind: Kind) -> Score | None:
        """Return what came of a student's fix or exploit in the round that is shown."""
        scores = self._scores[self._shown.pk].values() if self._shown else ()
        mine = (each for each in scores if each.entry.entrant.person_id == student.pk)
        return next((each for each in mine if each.entry.kind == kind), None)

    def points_of_team(self, team: int) -> int:
        """Add up the points of a team."""
        mine = [pk for pk, each in self._entrants.items() if each.team_id == team]
        return sum(each.points for pk in mine for each in self.rounds_of(pk))

    def _breakings(self, shown: Round) -> tuple[Breaking, ...]:
        """Return who got through whose fix, the most successful first; those without a name are one line, the last."""
        through: defaultdict[str, list[str]] = defaultdict(list)
        for (exploit, fix), outcome in self._outcomes[shown.pk].items():
            if outcome == Outcome.SUCCEEDED:
                through[self._entries[exploit].entrant.name].append(self._entries[fix].entrant.name)
        rows = (
            Breaking(name, tuple(sorted(each for each in fixes if each)), sum(not each for each in fixes))
            for name, fixes in through.items()
        )
        return tuple(sorted(rows, key=lambda each: (not each.name, -each.number, each.name)))

    def _again(self, shown: Round) -> list[Entrant]:
        """Return whose fix fell before and holds now."""
        return [
            self._entrants[pk]
            for pk, rounds in self._by_entrant.items()
            if any(each.number == shown.number and each.holds_again for each in rounds)
        ]

    def _people(self) -> tuple[PersonScore, ...]:
        """Return the students, those with most points first."""
        fixes = {each.entrant_id: each for each in self._current_entries if each.kind == Kind.FIX}
        exploits = {each.entrant_id for each in self._current_entries if each.kind == Kind.EXPLOIT}
        people = (
            PersonScore(
                entrant,
                has_fix=pk in fixes,
                is_proven=pk in fixes and fixes[pk].is_proven,
                has_exploit=pk in exploits,
                rounds=self.rounds_of(pk),
                by_round=tuple(
                    (ended.number, next((mine for mine in self.rounds_of(pk) if mine.number == ended.number), None))
                    for ended in self._ended
                ),
            )
            for pk, entrant in self._entrants.items()
        )
        return tuple(sorted(people, key=lambda each: (-each.points, each.entrant.person.display_name)))

    def _standings(self) -> tuple[Standing, ...]:
        """Return who has most points over all rounds: of teams those alone, of students who gave a name some."""
        if self._teams:
            groups = [
                (team.name, [pk for pk, entrant in self._entrants.items() if entrant.team_id == team.pk])
                for team in self._teams
            ]
        else:
            groups = [(entrant.name, [pk]) for pk, entrant in self._entrants.items()]
        points = [(name, tuple(self._points_in(group, ended) for ended in self._ended)) for name, group in groups]
        most = max((sum(rounds) for _, rounds in points), default=0)
        if most == 0:
            return ()
        places = sorted(points, key=lambda line: (-sum(line[1]), not line[0], line[0]))
        before = sorted(points, key=lambda line: (-sum(line[1][:-1]), not line[0], line[0]))
        if self._teams:
            shown = [(name, rounds) for name, rounds in places if sum(rounds) == most]
        else:
            leading = places[: min(MOST_LEADING, (len(places) + 1) // 2)]
            shown = [(name, rounds) for name, rounds in leading if name and sum(rounds)]
        return tuple(
            Standing(
                name,
                rounds,
                has_risen=len(self._ended) > 1 and places.index((name, rounds)) < before.index((name, rounds)),
            )
            for name, rounds in shown
        )

    def _points_in(self, group: Iterable[int], of: Round) -> int:
        return sum(each.points for pk in group for each in self.rounds_of(pk) if each.number == of.number)


def _named(scores: Sequence[Score]) -> tuple[Named, ...]:
    """Return the names that were given, those with most first."""
    named = [Named(score.shown_name, score.won) for score in scores if score.shown_name]
    return tuple(sorted(named, key=lambda each: (-each.number, each.name)))
