"""The timeline: what was sent, what ran, what came back, and which of it was the attacker's."""

from hypothesis import given
from hypothesis import strategies as st

from quintain.judge.harness.inside.values import Plain
from quintain.judge.suspect.evidence import (
    MAX_CHARACTERS,
    SHORTEST_HOSTILE,
    Log,
    MarkedText,
    hostile_marks,
    occurrences,
    occurrences_at_end,
    odd,
    printable,
    shorten,
    statement,
)
from quintain.judge.verdict import StepKind, Witness

SOURCE = "import db\n\n\ndef find(number):\n    return db.rows(\n        f'WHERE n = {number}'\n    )\n"
EVENT: dict[str, Plain] = {"what": "sql", "text": "WHERE n = 0 OR 1", "file": "shop.py", "line": 5}


def exchange(log: Log) -> None:
    log.sent("Sent", MarkedText.join([("GET /?n=", False), ("0 OR 1", True)]), ["0 OR 1"])
    log.saw([EVENT])
    log.came_back("200 OK: canary-1, x")


def test_attack_tells_all_four_stations() -> None:
    """Sent, the learner's line, what ran, what came back; hostile and stolen text marked."""
    log = Log({"shop.py": SOURCE})
    exchange(log)
    sent, line, ran, back = log.timeline(is_attack=True, stolen=["canary-1"])
    assert (sent.kind, sent.text, sent.marks) == (StepKind.SENT, "GET /?n=0 OR 1", ((8, 14),))
    assert (line.kind, line.label, line.file, line.line) == (StepKind.LINE, "Line 5 of your shop.py", "shop.py", 5)
    assert line.text == "return db.rows(\n    f'WHERE n = {number}'\n)"
    assert (ran.kind, ran.label, ran.marks, ran.witness) == (
        StepKind.RAN,
        "SQL as executed",
        ((10, 16),),
        Witness.PROGRAM,
    )
    assert (back.kind, back.marks, back.witness) == (StepKind.CAME_BACK, ((8, 16),), Witness.JUDGE)


def test_test_has_no_attacker() -> None:
    """In a visit, nothing is marked."""
    log = Log({"shop.py": SOURCE})
    exchange(log)
    assert all(not step.marks for step in log.timeline(is_attack=False))


def test_long_stories_end_where_the_secret_came_out() -> None:
    """Earlier exchanges are counted, and later ones are not told."""
    log = Log({})
    for number in range(9):
        log.sent("Sent", MarkedText(f"question {number}"))
        log.came_back("canary-1" if number == 6 else "no")
    steps = log.timeline(is_attack=True, stolen=["canary-1"])
    assert steps[0].text == "4 exchanges came before this and are not shown."
    assert [step.text for step in log.timeline(is_attack=True) if step.kind is StepKind.NOTE] == [
        "6 exchanges came before this and are not shown."
    ]
    assert [step.text for step in steps if step.kind is StepKind.SENT] == ["question 4", "question 5", "question 6"]


def test_step_is_cut_with_its_marks() -> None:
    """No step is longer than 4,000 characters, and no mark lies behind its end."""
    log = Log({})
    log.sent("Sent", MarkedText.join([("x" * 3990, False), ("y" * 50, True), ("z", True)]))
    (step,) = log.timeline(is_attack=True)
    assert len(step.text) == MAX_CHARACTERS
    assert step.marks == ((3990, 3999),)


def test_lies_of_the_program_do_no_harm() -> None:
    """What the program says of itself may be anything."""
    log = Log({"shop.py": SOURCE})
    log.sent("Sent", MarkedText("x"))
    log.saw(
        [None, 7, {}, {"what": "sql"}, {"what": ["sql"], "text": "x"}, {**EVENT, "line": "5"}, {**EVENT, "line": 99}]
    )
    log.saw("nonsense")
    assert [step.kind for step in log.timeline(is_attack=True)] == [StepKind.SENT, StepKind.RAN, StepKind.RAN]


def test_templates_of_the_learner_are_no_evidence() -> None:
    """A page is made of files that learners edit; another file may be what an attack was after."""
    log = Log({"shop.py": SOURCE, "pages/base.html": ""})
    log.sent("Sent", MarkedText("x"))
    paths = ["/lab/pages/base.html", "pages/base.html", "/lab/vault/key.txt"]
    log.saw([{"what": "open", "text": path} for path in paths])
    assert [step.text for step in log.timeline(is_attack=True)] == ["x", "/lab/vault/key.txt"]


def test_line_is_the_whole_statement() -> None:
    """A call over several lines is shown whole; what is no Python is shown as it stands."""
    assert statement(SOURCE, 6) == "return db.rows(\n    f'WHERE n = {number}'\n)"
    assert statement(SOURCE, 4) == "def find(number):"
    assert statement("def (\n  x = 1\n", 2) == "x = 1"
    assert statement(SOURCE, 99) == ""
    assert statement("", 1) == ""


def test_occurrences_join_where_they_overlap() -> None:
    """Marks never overlap."""
    assert occurrences("abcabc", ["ab", "bc", "x", ""]) == ((0, 6),)
    assert occurrences("a-b-a", ["a"]) == ((0, 1), (4, 5))
    assert occurrences("a", []) == ()


@given(st.text("ab'", max_size=12), st.lists(st.text("ab'", max_size=12), max_size=4))
def test_longest_beginning_at_the_end_is_found(text: str, wanted: list[str]) -> None:
    """By its definition: of all beginnings that are long enough to tell anything."""
    ends = [each[:size] for each in wanted for size in range(SHORTEST_HOSTILE, len(each) + 1)]
    longest = max((len(end) for end in ends if text.endswith(end)), default=0)
    assert occurrences_at_end(text, wanted) == (((len(text) - longest, len(text)),) if longest else ())


def test_text_that_ends_a_statement_is_found_by_its_beginning() -> None:
    """What stands behind a semicolon never ran, so the whole text is nowhere."""
    assert hostile_marks("WHERE n = 'a';", ["a'; --"]) == ((11, 14),)
    assert hostile_marks("WHERE n = 'a' AND", ["a'; --"]) == ()
    assert hostile_marks("WHERE n = 'a';", ["n = 'a", "a';b"]) == ((6, 12),), "a whole text goes before"


def test_odd_words_stand_out() -> None:
    """Between honest words, the attack is marked alone; if all are honest, all are."""
    assert odd(["pack", "out.tar", "--x=1", "a.txt"]) == ["--x=1"]
    assert odd(["pack", "a.txt"]) == ["pack", "a.txt"]


def test_long_texts_are_shortened_in_the_middle() -> None:
    """Both ends and the length remain."""
    assert shorten("short") == "short"
    assert shorten("a" * 50_000) == f"{'a' * 20}…{'a' * 20} (50,000 characters)"
    assert shorten("ab cd " * 100, 30) == "ab cd ab c… cd ab cd  (600 characters)"


def test_bytes_are_shown_without_controls() -> None:
    """An archive can be read where it holds text."""
    assert printable(b"name\0\0\0\0text\n\xff") == "name·text\n\ufffd"
