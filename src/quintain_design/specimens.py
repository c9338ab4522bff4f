"""What the page of the look shows: made-up work in every state, as the dataclasses that the real templates take.

Nothing here is read from the database. The shop is the one of the course's lab on SQL injection.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from django.utils.safestring import SafeString

from quintain.attempts.pages.comments import Commented, CommentedFile, CommentedLine, CommentView
from quintain.attempts.pages.header import LabHeader, PhaseTab
from quintain.attempts.pages.parts import AttemptRow, FileView, Hints, HintView, RunRow
from quintain.attempts.reports.submission_report import to_wire, work_message
from quintain.attempts.submissions.stored import Json, to_json
from quintain.catalog.lesson import BlockView
from quintain.catalog.progress import LabState, Phase
from quintain.judge.verdict import Check, Fault, Kind, Outcome, Recognised, Result, Step, StepKind, Witness
from quintain.quizzes.queries import OptionCard, QuestionCard
from quintain.web.code import CodeLine, highlight_lines
from quintain.web.differences import FileDiff, differences
from quintain.web.errors import NOTICES, Notice
from quintain.web.markdown import render_inline, render_markdown
from quintain.web.nearest import Place

AT = datetime(2026, 3, 9, 11, 46, tzinfo=UTC)
NOWHERE = "#top"
ATTACKS = (
    "Comment ends the query",
    "Always true",
    "Through the password field",
    "Quoting of another kind",
    "UNION reads another table",
    "Second query in one text",
)
HIDDEN = {4, 6}
VISITS = (
    "Staff sign in with their own password",
    "A wrong password is refused",
    "O'Brien signs in",
    "An order is shown by its number",
    "An unknown order is not found",
    "The list of orders has its order",
    "A name with an umlaut signs in",
    "Prices keep their cents",
)
SHIPPED = """\
@app.get("/orders")
def orders():
    number = request.args["number"]
    found = rows(
        "SELECT item, quantity FROM orders "
        f"WHERE number = {number}"
    )
    return {"items": found}
"""
DOUBLED = SHIPPED.replace('request.args["number"]', """request.args["number"].replace("'", "''")""")
BOUND = SHIPPED.replace('f"WHERE number = {number}"', '"WHERE number = ?", (number,)')
LAST_WORDS = """\
  File "/lab/shop.py", line 47, in search
    found = rows(
        "SELECT tea, price FROM shelf "
        f"WHERE tea LIKE '%{text}%' ORDER BY tea"
    )
  File "/lab/shop.py", line 17, in rows
    return db.execute(sql).fetchall()
           ~~~~~~~~~~^^^^^
sqlite3.OperationalError: unrecognized token: "' ORDER BY tea"
"""
LANDED_LINE = 6
COMMENTED = 3
"""The attempt of the list that has comments."""
CHOICES = (("CWE-89", "SQL injection"), ("CWE-79", "Cross-site scripting"), ("CWE-209", "Message that tells too much"))


@dataclass(frozen=True, slots=True)
class Token:
    """A colour by its name in the style sheet, and what it means."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring glyph and its words."""

    words: str
    state: LabState
    stretch: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A verdict figure and its words; ``look`` and ``proof`` as the figure takes them."""

    words: str
    checks: tuple[Json, ...]
    result: str = ""
    look: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A submission in one state, as JSON: a template draws it, or the script that follows the judge."""

    words: str
    submission: Json


@dataclass(frozen=True, slots=True)
class BarPage:
    """As much of a lab's page as its phase bar reads."""

    words: str
    header: LabHeader
    hints: Hints
    found: int = 0
    of: int = 0
    done: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """As much of the page of the phase *find* as its bar and its code read."""

    header: LabHeader
    hints: Hints
    files: tuple[FileView, ...]
    found: int = 1
    of: int = 2
    done: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """Something and its words."""

    words: str
    thing: object


@dataclass(frozen=True, slots=True)
class Gallery:
    """All that the page shows; ``data`` is for its script."""

    tokens: tuple[Token, ...]
    sizes: tuple[Token, ...]
    rings: tuple[Ring, ...]
    figures: tuple[Drawing, ...]
    proof: tuple[Json, ...]
    verdicts: tuple[Judged, ...]
    bars: tuple[BarPage, ...]
    search: Search
    attempts: tuple[AttemptRow, ...]
    runs: tuple[RunRow, ...]
    hints: tuple[Shown, ...]
    questions: tuple[Shown, ...]
    notices: tuple[Notice, ...]
    printed: str
    code: BlockView
    closed: BlockView
    flawed: tuple[CodeLine, ...]
    incident: BlockView
    diff: FileDiff
    unchanged: FileDiff
    commented: Commented
    data: Json


TOKENS = (
    Token("paper", "the page"),
    Token("panel", "a surface to work on"),
    Token("sunk", "set back"),
    Token("line", "hairline"),
    Token("edge", "border of a control"),
    Token("ink", "text"),
    Token("ink-2", "second text"),
    Token("woad", "what you can do, where you are"),
    Token("woad-hover", "the same, pointed at"),
    Token("woad-wash", "selection"),
    Token("on-woad", "text on woad"),
    Token("proven", "no attack succeeds, all visits work; an added line"),
    Token("proven-wash", "its ground"),
    Token("open", "an attack succeeded; hostile text"),
    Token("open-wash", "its ground"),
    Token("on-open", "text on open"),
    Token("broken", "what worked no longer does"),
    Token("broken-wash", "its ground"),
    Token("error", "ours: judge, network, server"),
    Token("error-wash", "its ground"),
    Token("hint", "hint, recognised fix"),
    Token("hint-wash", "its ground"),
    Token("weld", "the arm in the moment of proof"),
    Token("on-weld", "text on weld"),
    Token("yard", "the ground of “It holds.”"),
    Token("on-yard", "text on the yard"),
    Token("code-keyword", "keyword"),
    Token("code-string", "string"),
    Token("code-name", "name"),
    Token("code-number", "number"),
    Token("code-comment", "comment"),
)
SIZES = (
    Token("t-xs", "labels at a line, times"),
    Token("t-s", "second text, lists, code"),
    Token("t-ui", "everything pressed"),
    Token("t-m", "the sentence of a verdict"),
    Token("t-l", "heads of boxes"),
    Token("t-xl", "the word of a verdict"),
    Token("t-2xl", "a page of ours"),
    Token("t-3xl", "the largest number"),
    Token("t-read", "lessons"),
)


@cache
def gallery() -> Gallery:
    """Return all that the page shows."""
    return Gallery(
        tokens=TOKENS,
        sizes=SIZES,
        rings=_rings(),
        figures=_figures(),
        proof=_checks(),
        verdicts=_verdicts(),
        bars=_bars(),
        search=Search(
            _header(LabState(find=Phase.WORK), "find"),
            _hints(1),
            (FileView("shop.py", "python", True, _lines(SHIPPED)),),
        ),
        attempts=_attempts(),
        runs=_run_rows(),
        hints=(
            Shown("One open, two to go", _hints(1)),
            Shown("All open", _hints(3)),
        ),
        questions=_questions(),
        notices=(
            replace(NOTICES[404], nearest=Place("SQL injection in a sign-in", NOWHERE)),
            NOTICES[429],
            replace(NOTICES[500], fault="7c1e0b42"),
        ),
        printed=LAST_WORDS,
        code=BlockView(
            "code",
            name="shop.py",
            lines=tuple(
                replace(line, marked=line.number == LANDED_LINE, note=_note(line.number)) for line in _lines(SHIPPED)
            ),
        ),
        closed=BlockView("code", name="expected/shop.txt", lines=_lines("Shepherd's Cloak\n"), closed=True),
        flawed=tuple(replace(line, marked=line.number == LANDED_LINE) for line in _lines(DOUBLED)),
        incident=BlockView(
            "incident",
            html=render_markdown(INCIDENT),
            title=render_inline("A file server speaks SQL"),
            date="June 2023",
            iso_date="2023-06",
            as_of=datetime(2026, 11, 27, tzinfo=UTC).date(),
        ),
        diff=differences({"shop.py": SHIPPED}, {"shop.py": BOUND})[0],
        unchanged=differences({"schema.sql": ""}, {"schema.sql": ""})[0],
        commented=_commented(),
        data=_data(),
    )


def _commented() -> Commented:
    """Return a difference whose first new line has a new comment and its reply, and the form for one more."""
    diff = differences({"shop.py": SHIPPED}, {"shop.py": BOUND})[0]
    first = next(line.new for line in diff.lines if line.kind == "added")
    thread = (
        CommentView(1, "Mara Lindqvist", "What does the database see here?", AT, is_mine=False, is_new=True),
        CommentView(2, "Elif Kaya", "The value alone, without quotes.", AT, is_mine=True, is_new=False),
    )
    rows = tuple(
        CommentedLine(line, "", NOWHERE, thread, is_open=True)
        if line.new == first
        else CommentedLine(line, "", NOWHERE if line.new else "")
        for line in diff.lines
    )
    return Commented(UUID(int=1), (CommentedFile(diff, rows, NOWHERE),), NOWHERE, may_comment=True)


INCIDENT = (
    "A text from outside became part of a query. The code was the actor: "
    "it joined what a user wrote with what its author meant."
)


def _note(number: int) -> SafeString | None:
    return render_inline("the number is never quoted") if number == LANDED_LINE else None


def _lines(text: str) -> tuple[CodeLine, ...]:
    return highlight_lines(text, "python")


def _rings() -> tuple[Ring, ...]:
    done = LabState(find=Phase.DONE, fix=Phase.DONE, proven_at=AT)
    return (
        Ring("to do", LabState(find=Phase.TODO)),
        Ring("to do, stretch", LabState(find=Phase.TODO), stretch=True),
        Ring("find in work", LabState(find=Phase.WORK, touched_at=AT)),
        Ring("found", LabState(find=Phase.DONE, touched_at=AT)),
        Ring("fix in work", LabState(find=Phase.DONE, fix=Phase.WORK, touched_at=AT)),
        Ring("still open", LabState(find=Phase.DONE, fix=Phase.OPEN, touched_at=AT)),
        Ring("broken", LabState(find=Phase.DONE, fix=Phase.BROKEN, touched_at=AT)),
        Ring("without find, in work", LabState(find=None, fix=Phase.WORK, touched_at=AT)),
        Ring("without find, open", LabState(find=None, fix=Phase.OPEN, touched_at=AT)),
        Ring("proven", done),
    )


def _checks(
    *,
    landed: frozenset[int] = frozenset(),
    failed: frozenset[int] = frozenset(),
    steps: tuple[Step, ...] = (),
    sentence: str = "",
) -> tuple[Json, ...]:
    """Return all visits and attacks of the shop; ``steps`` and ``sentence`` belong to what landed or failed."""
    visits = (
        Check(
            f"tests/test_shop.py::test_{number}",
            Kind.TEST,
            number,
            title,
            Outcome.FAILED if number in failed else Outcome.PASSED,
            sentence=sentence if number in failed else "",
            steps=steps if number in failed else (),
            wall_seconds=0.1,
        )
        for number, title in enumerate(VISITS, start=1)
    )
    attacks = (
        Check(
            f"exploits/{number}",
            Kind.ATTACK,
            number,
            title,
            Outcome.LANDED if number in landed else Outcome.REPELLED,
            sentence=sentence if number in landed else "The query stays as its author wrote it." if number == 1 else "",
            hidden=number in HIDDEN,
            steps=steps if number in landed and number not in HIDDEN else (),
            wall_seconds=0.4,
        )
        for number, title in enumerate(ATTACKS, start=1)
    )
    return tuple(map(to_json, (*visits, *attacks)))


def _under_way(done: int, *, running: bool) -> tuple[Json, ...]:
    """Return the checks while the judge works: ``done`` are over, the next one runs."""
    checks = _checks()
    at_work = [check | {"outcome": "running"} for check in checks[done : done + 1] if running]
    rest = checks[done + len(at_work) :]
    return (*checks[:done], *at_work, *(check | {"outcome": "waiting", "wall_seconds": 0.0} for check in rest))


UNION = "0 UNION SELECT token, 1 FROM vault"
ASKED = f"GET /orders?number={UNION}"
RAN = "SELECT item, quantity FROM orders WHERE number = 0 UNION SELECT token, 1 FROM vault"
STOLEN = "canary-7f3a91c2e0, 1"
ATTACK_STEPS = (
    Step(StepKind.SENT, "Sent", ASKED, marks=((ASKED.index(UNION), len(ASKED)),)),
    Step(StepKind.LINE, "Your line 6", 'f"WHERE number = {number}"', file="shop.py", line=LANDED_LINE),
    Step(
        StepKind.RAN,
        "SQL as executed",
        RAN,
        witness=Witness.PROGRAM,
        marks=((RAN.index(UNION), len(RAN)),),
        file="shop.py",
        line=4,
    ),
    Step(StepKind.CAME_BACK, "Came back", STOLEN, marks=((0, STOLEN.index(",")),)),
    Step(StepKind.NOTE, "On the original code:", "the same row"),
)
VISIT_STEPS = (
    Step(StepKind.SENT, "Sent", "POST /login\nname=O'Brien", marks=((17, 24),)),
    Step(StepKind.CAME_BACK, "Before", "200 hello O'Brien"),
    Step(StepKind.CAME_BACK, "Now", "401 Name or password is wrong.", marks=((0, 3),)),
)
STILL_OPEN_CHECKS = _checks(
    landed=frozenset({5}), steps=ATTACK_STEPS, sentence="The order number reads a table that is not its own."
)
BROKEN_CHECKS = _checks(failed=frozenset({3}), steps=VISIT_STEPS, sentence="O'Brien can't sign in any more.")
SKIPPED: Json = {"outcome": "skipped", "wall_seconds": 0.0}
FAULTY: Mapping[str, Json] = {"exploits/4": {"outcome": "error"}, "exploits/5": SKIPPED, "exploits/6": SKIPPED}
FAULTY_CHECKS = tuple(check | FAULTY.get(str(check["id"]), {}) for check in _checks())
KNOWN = Recognised(
    "doubled-quotes",
    "Doubled quotes",
    "Doubling protects text between quotes. A number has no quotes: there is nothing to double.",
    "Who decides where the value ends?",
)
FAULT = Fault(
    "judge.E010",
    "labs/sql-login/exploits/quoting.py",
    "Attack 4 could not be carried out: the box ended before it answered.",
    "Try again; if it stays, quote the reference.",
)


def _figures() -> tuple[Drawing, ...]:
    hidden = _checks(landed=frozenset({4, 5}), failed=frozenset({3}))
    many = [check | {"number": 100 + number} for number, check in enumerate(_checks() * 4)]
    return (
        Drawing("Empty: the arm at rest", (), look="rest"),
        Drawing("Waiting", _under_way(0, running=False)),
        Drawing("The judge at work", _under_way(10, running=True)),
        Drawing("Still open", STILL_OPEN_CHECKS, "still-open"),
        Drawing("Still open and broken", hidden, "still-open"),
        Drawing("Broken", BROKEN_CHECKS, "broken"),
        Drawing("Error: ours", FAULTY_CHECKS, "error"),
        Drawing("Proven", _checks(), "proven"),
        Drawing("Many visits, no attacks", tuple(check for check in many if check["kind"] == "test"), ""),
    )


def _submission(result: Result | None, sentence: str, checks: tuple[Json, ...], number: int, **facts: object) -> Json:
    state = "finished" if result else "running"
    return {
        "id": f"00000000-0000-4000-8000-{number:012}",
        "sequence": number,
        "restarts": 0,
        "events": 0,
        "number": number,
        "kind": "verdict",
        "state": state,
        "position": None,
        "created_at": AT.isoformat(),
        "finished_at": AT.isoformat() if result else None,
        "result": result.value if result else None,
        "sentence": sentence,
        "checks": list(checks),
        "attacks": len(ATTACKS),
        "attacks_stopped": sum(check["outcome"] == "repelled" for check in checks),
        "recognised": None,
        "fault": None,
        "wall_seconds": 3.2 if result else None,
        "usually_seconds": 3.1,
        "next_url": None,
        "url": "",
        **facts,
    }


def _verdicts() -> tuple[Judged, ...]:
    return (
        Judged(
            "Still open, and the fix is known",
            _submission(
                Result.STILL_OPEN,
                "One attack of six succeeds: the order number reads the vault.",
                STILL_OPEN_CHECKS,
                1,
                recognised=to_json(KNOWN),
            ),
        ),
        Judged(
            "Broken: an ordinary visit fails",
            _submission(Result.BROKEN, "No attack succeeds, but O'Brien can't sign in any more.", BROKEN_CHECKS, 2),
        ),
        Judged("Error: an attack could not be played", _submission(Result.ERROR, FAULT.message, FAULTY_CHECKS, 10)),
        Judged("Proven", _submission(Result.PROVEN, "Six attacks ride at it, and none gets through.", _checks(), 3)),
    )


def watched() -> list[Json]:
    """Return the states of a submission that a page follows."""
    visits = tuple(check for check in _checks() if check["kind"] == "test")
    return [
        _submission(None, "", (), 4, state="waiting", position=2),
        _submission(None, "", _under_way(10, running=True), 5),
        _submission(Result.ERROR, "", (), 6, fault=to_json(FAULT)),
        _submission(Result.PROVEN, "Every visit works as before.", visits, 7, kind="tests"),
        _submission(Result.PROVEN, "Six attacks ride at it, and none gets through.", _checks(), 8, next_url=NOWHERE),
        _submission(Result.STILL_OPEN, "Attack 4 lands; its text is hidden.", _checks(landed=frozenset({4})), 9),
    ]


def _header(state: LabState, now: str) -> LabHeader:
    marked = "all found" if state.find is Phase.DONE else ""
    tabs = [
        PhaseTab("find", "Find", NOWHERE, "done" if state.find is Phase.DONE else "later", marked),
        PhaseTab("fix", "Fix", NOWHERE, "done" if state.proven_at else "later", _fix_note(state)),
    ]
    if state.proven_at:
        tabs.append(PhaseTab("debrief", "Debrief", NOWHERE, "later", ""))
    return LabHeader(
        slug="sql-login",
        code="A09",
        title="SQL injection in a sign-in",
        minutes=15,
        stretch=False,
        day=1,
        module="Injection",
        topics=(),
        phases=tuple(replace(tab, state="now") if tab.name == now else tab for tab in tabs),
        state=state,
    )


def _fix_note(state: LabState) -> str:
    return "proven" if state.proven_at else f"attempt {state.tries + 1}"


def _hints(opened: int) -> Hints:
    texts = (
        "Which part of the query did its author write, and which part did a user?",
        "Is `number` between quotes?",
        "Hand the value over beside the query: `rows(query, (number,))`.",
    )
    views = tuple(
        HintView("fix", "Fix", number, render_markdown(text)) for number, text in enumerate(texts[:opened], start=1)
    )
    return Hints(views, len(texts), NOWHERE)


def _bars() -> tuple[BarPage, ...]:
    open_ = LabState(find=Phase.DONE, fix=Phase.OPEN, result="still-open", tries=2, touched_at=AT)
    proven = replace(open_, fix=Phase.DONE, result="proven", proven_at=AT, tries=3)
    fresh = LabState(find=Phase.DONE, touched_at=AT)
    return (
        BarPage("Fix, before the first attempt", _header(fresh, "fix"), _hints(0)),
        BarPage("Fix, still open", _header(open_, "fix"), _hints(2)),
        BarPage("Fix, proven", _header(proven, "fix"), _hints(3)),
    )


def _attempts() -> tuple[AttemptRow, ...]:
    def row(number: int | None, result: str, attacks_stopped: int = 0, sentence: str = "") -> AttemptRow:
        url = NOWHERE if number else ""
        made = AttemptRow(UUID(int=number or 0), number, "finished", result, sentence, 6, attacks_stopped, AT, url)
        return replace(made, comments=3, unread=1) if number == COMMENTED else made

    return (
        row(None, ""),
        row(4, "proven", 6),
        row(3, "still-open", 5),
        row(2, "broken", 6, "O'Brien can't sign in any more."),
        row(None, "error"),
        row(1, "still-open", 0),
    )


EXPLOIT_STEPS = (
    Step(StepKind.SENT, "Sent", "GET /orders?number=1"),
    Step(StepKind.CAME_BACK, "Came back", '{"items": [["green tea", 2]]}'),
    *ATTACK_STEPS[:4],
)
PRINTED = "[['green tea', 2]]\n[['canary-7f3a91c2e0', 1]]\n"


def _run(kind: str, result: str | None, sentence: str, number: int, **assault: object) -> Json:
    """Return an exploit, or its replay, as the script gets it."""
    submission = _submission(None, sentence, (), number)
    stolen = PRINTED.index("canary")
    return submission | {
        "kind": kind,
        "state": "finished" if result else "running",
        "result": result,
        "wall_seconds": 0.6 if result else None,
        "assault": {
            "console": PRINTED,
            "console_marks": [[stolen, stolen + 17]] if result == "landed" else [],
            "cut_short": "",
            "steps": [asdict(step) for step in EXPLOIT_STEPS],
            **assault,
        }
        if result
        else None,
    }


def _replays() -> list[Json]:
    """Return what becomes of an exploit on the learner's fix."""
    refused: Json = {
        "console": "",
        "cut_short": "It ran for ten seconds, and was stopped.",
        "steps": [asdict(step) for step in EXPLOIT_STEPS[:2]],
    }
    return [
        _run("replay", None, "", 11),
        _run("replay", "landed", "The secret of the vault is in what it printed.", 12),
        _run("replay", "repelled", "Nothing that it printed is secret.", 13, **refused),
        _run("replay", "error", "", 14) | {"fault": to_json(FAULT)},
    ]


def runs() -> list[Json]:
    """Return what becomes of an exploit where there is a console."""
    return [
        _run("replay", "repelled", "Nothing that it printed is secret.", 23),
        _run("exploit", "landed", "The secret of the vault is in what it printed.", 21),
        _run(
            "exploit",
            "repelled",
            "Nothing that it printed is secret.",
            22,
            cut_short="It ran for ten seconds, and was stopped.",
        ),
    ]


def _run_rows() -> tuple[RunRow, ...]:
    states = (
        (False, ""),
        (True, "repelled"),
        (True, "landed"),
        (False, "landed"),
        (False, "repelled"),
        (False, "error"),
    )
    return tuple(RunRow(replay, result, AT, NOWHERE) for replay, result in states)


OPTIONS = (
    ("Double every quote in the text", False, "A number has no quotes: there is none to double."),
    ("Hand the value over beside the query", True, "The database never reads the value as SQL."),
    ("Refuse texts that hold `UNION`", False, "There are other ways in, and a customer may be called Union."),
)


def _questions() -> tuple[Shown, ...]:
    return (
        Shown("Open", _question(1, None)),
        Shown("Wrong answer", _question(2, 0)),
        Shown("Right answer", _question(3, 1)),
        Shown("All explained", _question(4, 0, explained=True)),
    )


def _question(number: int, chosen: int | None, *, explained: bool = False) -> QuestionCard:
    def option(index: int) -> OptionCard:
        text, right, why = OPTIONS[index]
        told = explained or index == chosen
        return OptionCard(
            index,
            render_inline(text),
            index == chosen,
            right if told else None,
            render_inline(why) if told else None,
        )

    state = "open" if chosen is None else "right" if OPTIONS[chosen][1] else "wrong"
    return QuestionCard(
        uuid=UUID(int=number),
        prompt=render_inline("What keeps a value from becoming part of a query?"),
        options=tuple(option(index) for index in range(len(OPTIONS))),
        state=state,
        explained=explained,
        url=NOWHERE,
        explain_url=NOWHERE,
        topic="sql-injection",
        number=number,
        of=4,
    )


@dataclass(frozen=True, slots=True)
class _Mark:
    file: str
    first: int
    last: int
    cwe: str
    right: bool
    decoy: bool
    why: str


MARKS = (
    _Mark("shop.py", 6, 6, "CWE-89", right=True, decoy=False, why="The number becomes part of the query `rows` runs."),
    _Mark("shop.py", 8, 8, "CWE-79", right=False, decoy=True, why="The answer is JSON, and the browser is told so."),
    _Mark("shop.py", 1, 2, "CWE-209", right=False, decoy=False, why="Nothing is told here."),
)
OPEN_LINE = 3


def _data() -> Json:
    """Return what the page's script draws, which is what scripts draw elsewhere."""
    files: list[Json] = [
        {"path": "shop.py", "text": SHIPPED, "original": SHIPPED, "editable": True, "language": "python"}
    ]
    return {
        "lab": "design",
        "files": files,
        "choices": [{"cwe": cwe, "name": name} for cwe, name in CHOICES],
        "marks": [asdict(mark) | {"why": render_inline(mark.why)} for mark in MARKS],
        "found": 1,
        "of": 2,
        "done": False,
        "urls": {"marks": NOWHERE},
        "openLine": OPEN_LINE,
        "changed": [{**file, "text": DOUBLED} for file in files],
        "labels": [{"line": LANDED_LINE, "text": "attack 5 came through here"}],
        "watched": [to_wire(work_message(work)) for work in (*watched(), *_replays())],
        "runs": [to_wire(work_message(run)) for run in runs()],
        "away": [
            {"words": "nothing to keep", "since": AT.isoformat(), "kept": 0, "signedOut": False},
            {"words": "three changes kept", "since": AT.isoformat(), "kept": 3, "signedOut": False},
            {"words": "signed out", "since": AT.isoformat(), "kept": 1, "signedOut": True},
        ],
    }
