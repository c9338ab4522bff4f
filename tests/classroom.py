"""A small course and a judge of straw, for tests of the rooms above the judge."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from uuid import UUID

from quintain.judge.grading.options import GradingOptions
from quintain.judge.grading.submission import accept
from quintain.judge.stopping import StopSwitch
from quintain.judge.verdict import (
    Check,
    Difference,
    Fault,
    Finding,
    Finished,
    Kind,
    Listener,
    Outcome,
    Plan,
    Recognised,
    Result,
    SearchResult,
    SequenceStep,
    Started,
    Step,
    StepKind,
    Verdict,
    Witness,
)
from quintain.packs.model.case import Case, Moment, Turn
from quintain.packs.model.day import Day, Pause, Session
from quintain.packs.model.lab import (
    Canary,
    CanaryKind,
    Decoy,
    Expectation,
    Exploit,
    Find,
    Fix,
    Lab,
    Level,
    Profile,
    Promise,
    Run,
    Spot,
    Status,
)
from quintain.packs.model.lesson import Ask, Code, Incident, Lesson, Prose, Show
from quintain.packs.model.pack import Module, Pack, Principle, PrincipleLab, Topic, Track
from quintain.packs.model.proof import Proof
from quintain.packs.model.question import AssessmentQuestion, Option, Question
from quintain.packs.model.source import Section, Source

SHOP = '''"""A shop."""
import sqlite3

DB = "shop.db"


def rows(sql):
    with sqlite3.connect(DB) as db:
        return db.execute(sql).fetchall()


def login(name, word):
    return rows(f"SELECT role FROM staff WHERE name = '{name}' AND word = '{word}'")


def orders(number):
    return rows(f"SELECT item FROM orders WHERE number = {number}")
'''

SPOTS = (
    Spot("shop.py", 13, 13, ("CWE-89",), "A quote in the name ends the *string*."),
    Spot("shop.py", 17, 17, ("CWE-89", "CWE-943"), "The number has no quote around it."),
)


def make_lab(slug: str = "shop", *, number: int = 1, find: bool = True, status: Status = Status.LIVE) -> Lab:
    """Return a lab with two flawed lines, one decoy, three hints and two attacks."""
    return Lab(
        folder=Path("/nowhere") / slug,
        slug=slug,
        uuid=UUID(int=number),
        code=f"A{number:02}",
        title=f"The {slug}",
        status=status,
        minutes=15,
        level=Level.CORE,
        cwe=("CWE-89",),
        teaches=("injection",),
        needs=(),
        run=Run(Profile.HTTP, "shop:app", ("shop.py",)),
        canaries={"secret": Canary(CanaryKind.TOKEN)},
        files={},
        find=Find(SPOTS, (Decoy("shop.py", 9, 9, "It runs whatever text it is given."),), 1, ("CWE-89", "CWE-79"))
        if find
        else None,
        break_=None,
        exploits=(
            Exploit("union", "UNION reads another table", promise="no-sql"),
            Exploit("other", "Quoting of another kind", hidden=True, promise="no-sql"),
        ),
        fixes=(
            Fix(
                "bound",
                "Bound values",
                Expectation.PROVEN,
                "The value *never* becomes SQL.",
                files={"shop.py": "proven"},
            ),
            Fix("doubled", "Doubled quotes", Expectation.STILL_OPEN, "No quote there.", ("union",), "Who ends it?"),
        ),
        brief=(Section("find", "Find", "Mark **both** flaws."), Section("fix", "Fix", "Mend them.")),
        hints=(
            Section("find", "Find", '- Look for `f"`.\n- There are two.'),
            Section("fix", "Fix", "Hand the value over\nby itself."),
        ),
        debrief="## Why it worked\n\nSQLite read the query *once*.",
        starter={"shop.py": SHOP, "schema.sql": "CREATE TABLE staff (name);\n"},
        digest=f"digest-{slug}",
        proof=Proof("", {}),
        promises=(
            Promise("sign-in", "Staff sign in.", ("test_shop.py",)),
            Promise("no-sql", "No *value* is read as `SQL`."),
        ),
    )


QUESTION = Question(
    "gil",
    UUID(int=901),
    "Who *waits*?",
    (Option("Nobody.", "The lock is held."), Option("All.", "Nobody else takes a step.", right=True)),
)

ASSESSMENT = tuple(
    AssessmentQuestion(
        f"entry-{number}",
        UUID(int=950 + number),
        f"Question *{number}*?",
        (Option("No.", "It is not."), Option("Yes.", f"It is {number}.", right=True)),
        topic=topic,
    )
    for number, topic in ((1, "injection"), (2, "injection"), (3, "basics"))
)

SHOWN = PrincipleLab("shop", "Each query.")
PRINCIPLES = (
    Principle(
        "complete", "design", "Complete mediation", "Check *every* access.", (PrincipleLab("shop", "Each query."),)
    ),
    Principle("open", "design", "Open design", "No secret in the design.", (PrincipleLab("store", "The key alone."),)),
    Principle("other", "others", "Another", "Of another set.", (PrincipleLab("shop", "Elsewhere."),)),
)

LESSON = Lesson(
    folder=Path("/nowhere/lesson"),
    slug="injection",
    uuid=UUID(int=800),
    title="Injection",
    summary="A stranger's text becomes `code`.",
    minutes=12,
    status=Status.LIVE,
    sources=(Source("Docs", "https://docs.python.org/3/"),),
    blocks=(
        Prose(
            "## Two ways & one\n\nSee [docs](https://docs.python.org/3/), [us](/topics/basics/).\n\n<script>x</script>"
        ),
        Code(PurePosixPath("guard.py"), "python", 7, 'x = "<b>"\ny = 2', (8,), {8: "The `lock`."}),
        Ask(QUESTION),
        Show("count-the-steps"),
        Incident(date(2019, 7, 2), "One pattern", "It [stood](https://example.org/) still."),
    ),
    questions=(QUESTION,),
    notes=(
        Section("timing", "Timing", "Ten minutes."),
        Section("what-people-get-wrong", "What people get wrong", "They trust <b>names</b>."),
        Section("ask-the-room", "Ask the room", "Who reads `x`?"),
        Section("show-live", "Show live", "Run `guard.py`."),
    ),
)


CASE = Case(
    folder=Path("/nowhere/case"),
    slug="one-pattern",
    uuid=UUID(int=850),
    title="One pattern",
    summary="It *stood* still.",
    minutes=8,
    status=Status.LIVE,
    date=date(2019, 7, 2),
    topics=("injection", "later"),
    sources=(Source("Report", "https://example.org/"),),
    timeline=(
        Moment(date(2019, 5, 1), "A limit <b>goes</b>.", Turn.FLAW),
        Moment(datetime(2019, 7, 2, 13, 42, tzinfo=UTC), "It stands.", Turn.ATTACK),
        Moment(datetime(2019, 7, 2, 14, 9, tzinfo=UTC), "It runs.", Turn.REPAIR),
        Moment(datetime(2019, 7, 2, 16, 10, tzinfo=UTC), "It is looked at.", Turn.DISCOVERY),
        Moment(date(2019, 7, 12), "A report.", Turn.CONSEQUENCE),
        Moment(date(2022, 7, 12), "Still told.", Turn.CONSEQUENCE),
    ),
    blocks=(Prose("## What happened\n\nIt stood."), Code(PurePosixPath("tail.py"), "python", 1, "x = 1", closed=True)),
)


DAY = Day(
    2,
    "09:00",
    "12:00",
    (
        Session(10, topic="injection", note="With **care**."),
        Session(15, lab="shop"),
        Session(40, lab="store", level=Level.STRETCH),
        Session(20, lab="soon", level=Level.STRETCH, planned="A09 <Soon>"),
        Session(15, pause=Pause.BREAK, at="09:45"),
        Session(30, topic="later"),
        Session(60, pause=Pause.LUNCH),
    ),
)


def make_pack(*labs: Lab) -> Pack:
    """Return a course of two days with three topics, one of them with a lesson."""
    labs = labs or (make_lab(), make_lab("store", number=2, find=False))
    injection = Module(
        "injection",
        "Injection",
        2,
        (
            Topic("injection", "Injection attacks", tuple(lab.slug for lab in labs), LESSON),
            Topic("later", "Still to be written"),
        ),
    )
    return Pack(
        root=Path("/nowhere"),
        id="course",
        uuid=UUID(int=700),
        code="SEC-1",
        title="Course",
        days=2,
        seats=12,
        house_seats=12,
        prerequisite="",
        objectives=(),
        browsers=(),
        materials="",
        tracks=(Track("main", "Main", (Module("start", "Start", 1, (Topic("basics", "Basics"),)), injection), (DAY,)),),
        labs={lab.slug: lab for lab in labs},
        lessons={"injection": LESSON},
        cases={"one-pattern": CASE},
        digest="digest-pack",
    )


TEST = Check("tests/test_shop.py::test_sign_in", Kind.TEST, 1, "Staff sign in", Outcome.PASSED)
UNION = Check("exploits/union", Kind.ATTACK, 1, "UNION reads another table", Outcome.REPELLED)
OTHER = Check("exploits/other", Kind.ATTACK, 2, "Quoting of another kind", Outcome.REPELLED, hidden=True)
LANDED = Check(
    "exploits/union",
    Kind.ATTACK,
    1,
    "UNION reads another table",
    Outcome.LANDED,
    "It reads the vault.",
    steps=(
        Step(StepKind.LINE, "Your line", "x", file="shop.py", line=1),
        Step(StepKind.SENT, "Sent", "a'b", marks=((1, 2),)),
    ),
)
START = Check(
    "start",
    Kind.START,
    0,
    "The program starts",
    Outcome.FAILED,
    "SyntaxError: '(' was never closed, shop.py line 1",
    steps=(Step(StepKind.LINE, "Your line 1", "x = (", Witness.PROGRAM, file="shop.py", line=1),),
)
UNSTARTED = (START, *(replace(check, outcome=Outcome.SKIPPED, sentence="") for check in (TEST, UNION, OTHER)))


type Files = Mapping[str, str]


class StrawJudge:
    """Reads the verdict that a test wants off the submitted text: proven, open, broken, unstarted, error or boom."""

    def grade(self, lab: Lab, files: Files, options: GradingOptions, *, listener: Listener | None) -> Verdict:
        """Play one test and two attacks."""
        del options  # the contract's, not needed here
        files = accept(lab, files)  # as the real one, which takes nothing else
        checks = (TEST, LANDED if "open" in files["shop.py"] else UNION, OTHER)
        return self._play(checks, files, listener)

    def run_tests(self, lab: Lab, files: Files, options: GradingOptions, *, listener: Listener | None) -> Verdict:
        """Play one test."""
        del options  # as above
        return self._play((TEST,), accept(lab, files), listener)

    def search(
        self,
        lab: Lab,
        files: Files,
        *,
        seed: int | None,
        first_round: int,
        cpu_seconds: float,
        user: str,
        stop: StopSwitch,
    ) -> SearchResult:
        """Take all the time that is given for three sequences; the submitted text says what comes of them."""
        del user, stop  # as above
        result = SearchResult(seed or 0, first_round + 1, sequences=3, calls=12, cpu_seconds=cpu_seconds)
        text = accept(lab, files)["shop.py"]
        if "search breaks down" in text:
            message = "straw"
            raise RuntimeError(message)
        for difference in Difference:
            if f"search {difference}" in text and first_round:
                steps = (SequenceStep("ana signs in", "welcome"), SequenceStep("bo asks for ana's orders", "4 orders"))
                word = Result.STILL_OPEN if difference is Difference.GIVES else Result.BROKEN
                return replace(result, finding=Finding(difference, word, "Bo gets Ana's orders.", steps, "refused"))
        return result

    def served_seconds(self, user: str) -> float:
        """Take no time."""
        del user
        return 0.0

    def _play(self, checks: tuple[Check, ...], files: Files, listener: Listener | None) -> Verdict:
        text = files["shop.py"]
        if listener:
            listener(Plan(checks))
            for check in checks:
                listener(Started(check.id))
                listener(Finished(check))
        if "boom" in text:
            message = "straw"
            raise RuntimeError(message)
        known = Recognised("doubled", "Doubled quotes", "No *quote* there.", "Who ends it?")
        return {
            "open": Verdict(Result.STILL_OPEN, "One attack of two succeeds.", checks, 7, 1.5, recognised=known),
            "broken": Verdict(Result.BROKEN, "Staff cannot sign in.", checks, 7, 1.5),
            "unstarted": Verdict(Result.BROKEN, f"The program does not start: {START.sentence}", UNSTARTED, 7, 0.5),
            "error": Verdict(Result.ERROR, "Our judge.", checks, 7, 1.5, fault=Fault("judge.E1", "x", "m", "r")),
        }.get(text, Verdict(Result.PROVEN, "It holds.", checks, 2**62, 2.5))


def make_judge() -> StrawJudge:
    """Return a judge for the setting ``JUDGE``."""
    return StrawJudge()
