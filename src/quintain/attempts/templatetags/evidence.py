"""A finished submission and a finished run, as templates draw them; while the judge works, a script draws."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_noop, ngettext

from quintain.attempts.sentences import say, translate_sentence, translate_verdict
from quintain.judge.tally import Tally, tally
from quintain.web import course_words
from quintain.web.templatetags.pagekit import number_word

register = template.Library()

type Facts = Mapping[str, object]

TITLES = {
    "proven": gettext_noop("It holds."),
    "still-open": gettext_noop("Still open"),
    "broken": gettext_noop("Broken"),
    "error": gettext_noop("Our judge stopped, not your code"),
}
WORDS = {
    "landed": gettext_noop("succeeded"),
    "repelled": gettext_noop("stopped"),
    "passed": gettext_noop("passes"),
    "failed": gettext_noop("fails"),
    "error": gettext_noop("our error"),
    "skipped": gettext_noop("not tried"),
    "waiting": gettext_noop("waits"),
    "running": gettext_noop("being tried"),
}
ICONS = {"landed": "swords", "repelled": "shield", "passed": "check", "failed": "unplug", "error": "wrench"}
PLACE = re.compile(r"File &quot;(exploit\.py)&quot;, line ([0-9]{1,9})")
# The last frame of a traceback, with its source; what follows is the line that names the exception.
LAST_FRAME = re.compile(r'^ +File "exploit\.py", line ([0-9]{1,9}).*\n(?: .*\n)*(?=[\w.]+(?::|$))', re.MULTILINE)
MOST_SEARCHED = 2**14  # lines that all look like frames take time that grows with their square
OF_THE_PROGRAM = {"Your program raised": gettext_noop("The program raised")}
"""What the judge says to the owner of a program, as it is said of the original code."""
HIDDEN = re.compile(r"^(?:held out|hidden): ", re.IGNORECASE)  # codespell:ignore
SHORT_SECONDS = 10
MOST_LETTERS = 120  # of the first line of an exchange
RESULT_ICONS = {"proven": "shield-check", "still-open": "swords", "broken": "unplug", "error": "wrench"}


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of a timeline.

    ``heading`` is its label with the place in the code, and ``witness`` says so if only the program reports it.
    """

    kind: str
    label: str
    heading: SafeString
    html: SafeString
    witness: str
    has_marks: bool
    lines: int
    first_line: str

    @property
    def prose(self) -> bool:
        """Whether it reads as a sentence rather than as code."""
        return self.kind == "line"


@dataclass(frozen=True, slots=True)
class Timeline:
    """What happened, in order."""

    steps: tuple[StepView, ...]

    @property
    def stations(self) -> tuple[StepView, ...]:
        """What was sent, run and answered."""
        return tuple(step for step in self.steps if step.kind != "note")

    @property
    def notes(self) -> tuple[StepView, ...]:
        """What the judge remarks."""
        return tuple(step for step in self.steps if step.kind == "note")


@dataclass(frozen=True, slots=True)
class CheckView(Timeline):
    """A test or an attack.

    ``original`` is the same attack on the original code; ``alike`` are the tests that fail by the same ``cause``.
    ``promise`` is the number of the promise that it shows to be broken, 0 if there is none. ``words`` is the title as
    the author has it.
    """

    id: str
    kind: str
    number: int
    title: str
    words: str
    outcome: str
    word: str
    icon: str
    sentence: str
    seconds: float
    hidden: bool
    cause: str = ""
    promise: int = 0
    promise_url: str = ""
    alike: tuple["CheckView", ...] = ()
    original: "CheckView | None" = None

    @property
    def alike_words(self) -> str:
        """Say how many others fail in the same way."""
        count = len(self.alike)
        words = ngettext(
            "%(number)s other test fails in the same way.", "%(number)s other tests fail in the same way.", count
        )
        return capfirst(words % {"number": number_word(count)})


@dataclass(frozen=True, slots=True)
class ExchangeView(Timeline):
    """One thing that an exploit asked, all that it set off, and what came back."""

    landed: bool = False
    open: bool = False

    @property
    def asked(self) -> str:
        """The first line of what was sent."""
        return self.steps[0].first_line

    @property
    def answer(self) -> str:
        """The first line of what came back."""
        return next((step.first_line for step in self.steps if step.kind == "came-back"), "")

    @property
    def errors(self) -> tuple[StepView, ...]:
        """What the program raised, and the statements that it ran or that were refused, which explain an answer."""
        return tuple(step for step in self.steps if step.kind == "ran")


@dataclass(frozen=True, slots=True)
class RunView:
    """What came of an exploit; ``before`` is what was noted before it asked for anything.

    ``error_line`` is the line of the exploit in which an exception has ended it.
    """

    title: str
    look: str
    icon: str
    state: str
    word: str
    console: SafeString
    before: tuple[StepView, ...]
    exchanges: tuple[ExchangeView, ...]
    error_line: int | None = None

    @property
    def last_asked(self) -> ExchangeView | None:
        """The last thing that it asked of the program."""
        return self.exchanges[-1] if self.exchanges else None


@dataclass(frozen=True, slots=True)
class VerdictView:
    """A verdict as it is drawn.

    ``cards`` are attacks that succeeded and tests that failed, ``rows`` the other attacks, ``passed`` the tests that
    pass, ``untried`` those that were not tried, ``unjudged`` those that are our error. ``start`` says why the program
    does not start, and ``marks`` and ``ring`` are what its figure shows. The numbers are those of the judge's sentence.
    """

    title: str
    ring: str
    start: CheckView | None
    marks: tuple[Facts, ...]
    cards: tuple[CheckView, ...]
    rows: tuple[CheckView, ...]
    passed: tuple[CheckView, ...]
    untried: tuple[CheckView, ...]
    unjudged: tuple[CheckView, ...]
    attacks: Tally
    tests: Tally

    @property
    def attack_words(self) -> str:
        """Say what became of the attacks that were not stopped."""
        return _left(self.attacks, gettext("%(count)s got through"))

    @property
    def test_words(self) -> str:
        """Say what became of the tests that do not pass."""
        return _left(self.tests, ngettext("%(count)s fails", "%(count)s fail", self.tests.bad))


@register.simple_tag
def verdict_view(submission: Facts, original: object = None) -> VerdictView:
    """Sort a submission's checks for its page; ``original`` are their counterparts by their ids."""
    beside = original if isinstance(original, Mapping) else {}
    facts = _list(submission["checks"])
    checks = tuple(_beside(_check(check), beside.get(check["id"])) for check in facts)
    start = next((check for check in checks if check.kind == "start"), None)
    attacks = [check for check in checks if check.kind == "attack"]
    tests = [check for check in checks if check.kind in {"test", "wanted"}]
    cards = [*_grouped([check for check in tests if check.outcome == "failed"])]
    landed = [check for check in attacks if check.outcome == "landed"]
    result = str(submission["result"] or "")
    only_tests = submission.get("kind") == "tests"
    return VerdictView(
        title=_verdict_title(result, only_tests=only_tests, starts=start is None),
        ring="" if only_tests and result == "proven" else result,
        start=start,
        marks=tuple(fact for fact in facts if fact["kind"] != "start"),
        cards=(*cards, *landed) if result == "broken" else (*landed, *cards),
        rows=tuple(check for check in attacks if check.outcome != "landed"),
        passed=tuple(check for check in tests if check.outcome == "passed"),
        untried=tuple(check for check in tests if check.outcome == "skipped"),
        unjudged=tuple(check for check in tests if check.outcome == "error"),
        attacks=tally(check.outcome for check in attacks),
        tests=tally(check.outcome for check in tests),
    )


def _verdict_title(result: str, *, only_tests: bool, starts: bool) -> str:
    if not starts:
        return gettext("The program does not start")
    return gettext("All tests pass") if only_tests and result != "broken" else title_of(result)


def _grouped(failed: Sequence[CheckView]) -> Iterator[CheckView]:
    """Put tests that fail in the same way below the first of them, the largest group before all others."""
    groups: dict[str, list[CheckView]] = {}
    for check in failed:
        groups.setdefault(check.cause or check.id, []).append(check)
    for first, *others in sorted(groups.values(), key=lambda group: -len(group)):
        yield replace(first, alike=tuple(others))


def _left(counted: Tally, bad: str) -> str:
    """Name what is missing between what is good and all."""
    parts = (
        (counted.bad, bad),
        (counted.untried, gettext("%(count)s not tried")),
        (counted.ours, gettext("%(count)s our error")),
    )
    return ", ".join(words % {"count": count} for count, words in parts if count)


@register.simple_tag
def judge_sentence(text: str) -> SafeString:
    """Write a sentence of the judge in the language of the page; one that is in no catalog is marked as English."""
    return _spoken(text, translate_sentence(text) if course_words.speaks_other() else text)


@register.simple_tag
def verdict_sentence(submission: Facts) -> SafeString:
    """Write the first sentence of a verdict, as `judge_sentence` does."""
    text, checks = str(submission["sentence"]), _list(submission["checks"])
    other = course_words.speaks_other()
    return _spoken(text, translate_verdict(str(submission["result"] or ""), text, checks) if other else text)


def _spoken(text: str, translated: str | None) -> SafeString:
    if translated is None:
        return format_html("<span{}>{}</span>", course_words.mark_source(), text)
    return format_html("{}", translated)


def run_view(run: Facts) -> RunView:
    """Return what came of an exploit on the original program, or as a replay on the learner's fix."""
    look = "error" if run["state"] == "failed" else str(run["result"] or "repelled")
    replay = run["kind"] == "replay"
    assault = run["assault"] if isinstance(run["assault"], Mapping) else {}
    steps = tuple(_step(step, "your" if replay else "the", linked=True) for step in _list(assault.get("steps")))
    first = next((place for place, step in enumerate(steps) if step.kind == "sent"), len(steps))
    icon, state, word = _came_of(look, replay=replay)
    console = str(assault.get("console", ""))
    return RunView(
        title=_title_of(look, replay=replay, stole=bool(assault.get("console_marks"))),
        look=look,
        icon=icon,
        state=state,
        word=word,
        console=_linked(_marked(console, assault.get("console_marks"))),
        before=steps[:first],
        exchanges=_exchanges(steps[first:], landed=run["result"] == "landed"),
        error_line=_error_line(console) if assault.get("has_raised") else None,
    )


def original_view(check: Facts) -> CheckView:
    """Return what an attack did to the original code."""
    return _check(check, whose="the")


def title_of(result: str) -> str:
    """Return the word of a verdict; empty while there is none."""
    return _translated(TITLES.get(result, ""))


@register.filter
def seconds(value: float) -> str:
    """Write a time."""
    return gettext("%(seconds)s s") % {"seconds": f"{value:.1f}" if value < SHORT_SECONDS else round(value)}


@register.filter
def result_icon(result: str) -> str:
    """Name the icon of a verdict's word; a submission without one is under way."""
    return RESULT_ICONS.get(result, "circle")


@register.filter
def run_icon(result: str) -> str:
    """Name the icon of what came of an exploit; one without a result is under way."""
    return ICONS.get(result, "circle")


@register.filter
def within(title: str) -> str:
    """Write a title as it is written within a sentence; an abbreviation or a name such as "SQL" or "O'Brien" stays."""
    if title in (course_words.translated_texts() or ()):  # other languages have rules of their own
        return title
    return title[:1].lower() + title[1:] if title[1:2].islower() or title[1:2] == " " else title


def _translated(text: str) -> str:
    """Translate a text of the tables above; an empty one would ask for the catalog's own head."""
    return gettext(text) if text else ""


def _beside(check: CheckView, original: object) -> CheckView:
    """Put a check beside what the same attack did to the original code, which is nobody's in particular."""
    if not isinstance(original, Mapping):
        return check
    return replace(check, original=_check(original, whose="the"))


def _check(check: Facts, whose: str = "your") -> CheckView:
    words = title = course_words.translate(str(check["title"]))
    if check["hidden"]:
        title = gettext("Hidden attack: %(title)s") % {"title": within(HIDDEN.sub("", title))}
    outcome = str(check["outcome"])
    return CheckView(
        id=str(check["id"]),
        kind=str(check["kind"]),
        number=int(str(check["number"])),
        title=title,
        words=words,
        outcome=outcome,
        word=_translated(WORDS.get(outcome, outcome)),
        icon=ICONS.get(outcome, ""),
        sentence=str(check["sentence"]),
        seconds=float(str(check["wall_seconds"])),
        hidden=bool(check["hidden"]),
        cause=str(check.get("cause", "")),
        promise=int(str(check.get("promise", 0))),
        promise_url=str(check.get("promise_url", "")),
        steps=tuple(_step(step, whose, linked=whose == "your") for step in _list(check["steps"])),
    )


def _step(step: Facts, whose: str, *, linked: bool) -> StepView:
    """Return a step in ``your`` program or in ``the`` original one; a script may lead to the places of a linked one."""
    text, label = str(step["text"]), str(step["label"])
    label = gettext(OF_THE_PROGRAM[label]) if whose == "the" and label in OF_THE_PROGRAM else say(label)
    if step["kind"] == "note" and not step.get("marks"):
        text = say(text)
    html = _marked(text, step.get("marks"))
    reported = {"your": gettext("(reported by your program)"), "the": gettext("(reported by the program)")}
    return StepView(
        kind=str(step["kind"]),
        label=label,
        heading=_heading(step, label, whose, linked=linked),
        html=html,
        witness=reported[whose] if step.get("witness") == "program" else "",
        has_marks="<mark>" in html,
        lines=text.count("\n") + 1,
        first_line=text.partition("\n")[0][:MOST_LETTERS],
    )


def _heading(step: Facts, label: str, whose: str, *, linked: bool) -> SafeString:
    """Return the label with the place in the code, if one is known."""
    file, line, prose = step.get("file"), step.get("line"), step["kind"] == "line"
    if file is None or line is None:
        return format_html("<b>{}</b>", label) if prose else format_html("{}", label)
    if not prose:
        words = gettext("line %(line)s of %(file)s")
    elif whose == "your":
        words = gettext("Line %(line)s of your %(file)s")
    else:
        words = gettext("Line %(line)s of %(file)s")
    shape = '<{0} data-file="{2}" data-line="{3}">{1}</{0}>' if linked else "<{0}>{1}</{0}>"
    place = format_html(shape, "b" if prose else "span", words % {"line": line, "file": file}, file, line)
    if prose:
        return place
    return format_html("{}{}{}", *_around(gettext("%(label)s at %(place)s"), label, place))


def _around(text: str, label: str, place: SafeString) -> tuple[str, SafeString, str]:
    """Fill the label into a translated text, and the place, which is markup, into its other hole."""
    before, _, after = (text % {"label": label, "place": "\0"}).partition("\0")
    return before, place, after


def _error_line(console: str) -> int | None:
    """Return the line of the exploit that a traceback at the end of what it printed names last."""
    frames = list(LAST_FRAME.finditer(console[-MOST_SEARCHED:]))
    return int(frames[-1][1]) if frames else None


def _linked(html: SafeString) -> SafeString:
    """Have a script lead from each place in the exploit that a traceback names to the editor."""
    return SafeString(PLACE.sub(r'<span data-file="\1" data-line="\2">\g<0></span>', html))


def _marked(text: str, marks: object) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in _pieces(text, marks)))


def _title_of(look: str, *, replay: bool, stole: bool) -> str:
    if look == "error":
        return gettext("Our judge stopped, not your exploit")
    if look == "stopped":
        return gettext("Stopped")
    if replay:
        return gettext("It still works on your fix") if look == "landed" else gettext("Your fix stops it")
    if look != "landed":
        return gettext("Not yet")
    return gettext("You are in.") if stole else gettext("It works.")


def _came_of(look: str, *, replay: bool) -> tuple[str, str, str]:
    """Return the icon, the look and the word of a run's outcome."""
    if look == "error":
        return "wrench", "error", gettext("our error")
    if look == "landed":
        return "swords", "landed", gettext("succeeded")
    if look == "stopped":
        return "circle-stop", "waiting", gettext("stopped by you")
    return ("shield", "repelled", gettext("stopped")) if replay else ("minus", "waiting", gettext("did not succeed"))


def _exchanges(steps: Sequence[StepView], *, landed: bool) -> tuple[ExchangeView, ...]:
    """Sort steps by what was asked; the telling exchange is open, and is marked if the exploit has succeeded."""
    starts = [place for place, step in enumerate(steps) if step.kind == "sent"]
    if not starts:
        return ()
    ends = [*starts[1:], len(steps)]
    exchanges = [ExchangeView(tuple(steps[start:end])) for start, end in zip(starts, ends, strict=True)]
    # An outage leaves no mark: there, the last thing asked has done it.
    last = len(exchanges) - 1
    telling = next((place for place, exchange in enumerate(exchanges) if _tells(exchange)), last) if landed else last
    exchanges[telling] = replace(exchanges[telling], landed=landed, open=True)
    return tuple(exchanges)


def _tells(exchange: ExchangeView) -> bool:
    return any(step.kind == "came-back" and step.has_marks for step in exchange.steps)


def _pieces(text: str, marks: object) -> Iterator[SafeString]:
    reached = 0
    for start, end in sorted((int(str(mark[0])), int(str(mark[1]))) for mark in _pairs(marks)):
        if start >= reached:
            yield format_html("{}<mark>{}</mark>", text[reached:start], text[start:end])
            reached = end
    yield format_html("{}", text[reached:])


def _pairs(marks: object) -> list[Sequence[object]]:
    return [mark for mark in marks if isinstance(mark, Sequence)] if isinstance(marks, Sequence) else []


def _list(facts: object) -> list[Facts]:
    return [fact for fact in facts if isinstance(fact, Mapping)] if isinstance(facts, list | tuple) else []
