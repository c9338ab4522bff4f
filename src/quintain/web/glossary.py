"""The words of the course that learners meet on its pages; `docs/reference/glossary.md` has the same sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop


@dataclass(frozen=True, slots=True)
class Term:
    """A word, and in ``sentence`` what it means; ``id`` names its place on the page of all words."""

    id: str
    word: str
    sentence: str

    @property
    def title(self) -> str:
        """The word in the classroom's language."""
        return gettext(self.word)

    @property
    def meaning(self) -> str:
        """The sentence in the classroom's language."""
        return gettext(self.sentence)


TERMS: Final = (
    Term("lab", gettext_noop("lab"), gettext_noop("A lab is one exercise with a vulnerable program.")),
    Term(
        "original-code",
        gettext_noop("original code"),
        gettext_noop("The original code is the vulnerable program with which a lab begins."),
    ),
    Term(
        "attempt",
        gettext_noop("attempt"),
        gettext_noop("An attempt is a learner's code that was handed in for a verdict."),
    ),
    Term(
        "fix",
        gettext_noop("fix"),
        gettext_noop("A fix is a changed version of the original code that is meant to close its flaw."),
    ),
    Term("test", gettext_noop("test"), gettext_noop("A test checks that the program still does what it is for.")),
    Term(
        "attack",
        gettext_noop("attack"),
        gettext_noop("An attack is a small program of the judge that tries to use the flaw."),
    ),
    Term(
        "hidden-attack",
        gettext_noop("hidden attack"),
        gettext_noop("A hidden attack is one of which a verdict names only the class, and never shows the text."),
    ),
    Term(
        "variant",
        gettext_noop("variant"),
        gettext_noop("A variant is one form of an attack, such as another spelling of the same input."),
    ),
    Term(
        "oracle",
        gettext_noop("oracle"),
        gettext_noop("An oracle is a function that decides whether an attack has succeeded."),
    ),
    Term(
        "canary",
        gettext_noop("canary"),
        gettext_noop(
            "A canary is a secret value that the judge plants in the program's files or database and draws for each "
            "sandbox."
        ),
    ),
    Term(
        "second-copy",
        gettext_noop("second copy"),
        gettext_noop("A second copy is your own program, which an attacker has started with other secrets."),
    ),
    Term(
        "sandbox",
        gettext_noop("sandbox"),
        gettext_noop(
            "A sandbox is the isolated place in which untrusted code runs, with its own file system, network and "
            "processes, and with limits on time, memory and files."
        ),
    ),
    Term(
        "verdict",
        gettext_noop("verdict"),
        gettext_noop("A verdict is the judge's answer to an attempt, with the evidence for it."),
    ),
    Term(
        "figure",
        gettext_noop("figure"),
        gettext_noop(
            "The figure of a verdict has a numbered line for each attack, which a bar stops or which reaches the "
            "middle, and a dot for each test."
        ),
    ),
    Term(
        "flaw",
        gettext_noop("flaw"),
        gettext_noop(
            "A flaw is a mistake in a program that an attacker can use; its kind is a weakness with a CWE number."
        ),
    ),
    Term(
        "exploit",
        gettext_noop("exploit"),
        gettext_noop("An exploit is a program that uses a flaw; in the phase break you write one of your own."),
    ),
    Term(
        "hint",
        gettext_noop("hint"),
        gettext_noop("A hint is help for one phase; the first gives a direction, and the last one tells the most."),
    ),
    Term(
        "proven",
        gettext_noop("proven"),
        gettext_noop("A fix is proven when all tests pass and no attack succeeds."),
    ),
    Term(
        "still-open",
        gettext_noop("still open"),
        gettext_noop("A fix is still open when an attack succeeds."),
    ),
    Term(
        "broken",
        gettext_noop("broken"),
        gettext_noop("A fix is broken when a test fails, so that the program does not do what it is for."),
    ),
    Term(
        "debrief",
        gettext_noop("debrief"),
        gettext_noop("A debrief is the page after a proven fix: why the attack worked, and which other fixes hold."),
    ),
    Term(
        "stretch-lab",
        gettext_noop("stretch lab"),
        gettext_noop("A stretch lab is an additional lab for those who have finished early, or for the evening."),
    ),
)
_BY_ID: Final[Mapping[str, Term]] = {term.id: term for term in TERMS}


def find_term(id_: str) -> Term:
    """Return a term by its id.

    Raises:
        KeyError: There is no such term.

    """
    return _BY_ID[id_]


def draw_note(id_: str, label: str, text: str, more: SafeString) -> SafeString:
    """Return a button and the note that it opens, also without script.

    Args:
        id_: the note's own id on the page.
        label: what the button says.
        text: what the note says.
        more: links to where more is said.

    """
    return format_html(
        '<button type="button" class="term" popovertarget="{id}">{label}</button>'
        '<span popover id="{id}" class="term-note" role="note">{text}{more}</span>',
        id=id_,
        label=label,
        text=text,
        more=more,
    )
