"""What every template may draw: built files, icons, the ring glyph, the verdict figure."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Protocol, cast

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.formats import get_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from quintain.web import assets, course_words, drawing, slots, translations
from quintain.web.glossary import draw_note, find_term
from quintain.web.languages import spoken

register = template.Library()

NUMBERS = (
    gettext_noop("no"),
    gettext_noop("one"),
    gettext_noop("two"),
    gettext_noop("three"),
    gettext_noop("four"),
    gettext_noop("five"),
    gettext_noop("six"),
    gettext_noop("seven"),
    gettext_noop("eight"),
    gettext_noop("nine"),
    gettext_noop("ten"),
    gettext_noop("eleven"),
    gettext_noop("twelve"),
)


MOMENTS = {"time": "H:i", "minute": "DAY, H:i", "second": "Y-m-d H:i:s", "day": "DAY"}
"""How a moment is written without scripts: in the time zone of the server, or of the class. DAY is of the language."""


class DotLike(Protocol):
    """A check of the catalog's figures."""

    kind: str
    number: int
    outcome: str


class StateLike(Protocol):
    """How far somebody is in a lab."""

    @property
    def find(self) -> str | None:
        """The phase's state; None if the lab has no such phase."""

    @property
    def break_(self) -> str | None:
        """As `find`."""

    @property
    def fix(self) -> str | None:
        """As `find`."""

    @property
    def word(self) -> str:
        """The lab's state."""

    @property
    def unbroken(self) -> bool:
        """Whether the fix is proven and the phase *break* has been left out."""


class WeaknessLike(Protocol):
    """A weakness of the Common Weakness Enumeration."""

    cwe: str
    name: str

    @property
    def address(self) -> str:
        """The page that says more."""


@register.simple_tag
def asset(name: str) -> str:
    """Return the address of a built file."""
    return assets.asset_url(name)


@register.simple_tag(takes_context=True)
def page_scripts(context: template.Context, page: str) -> SafeString:
    """Have the scripts of a page fetched at once: each names the next one only when it has come."""
    nonce = str(context["csp_nonce"])
    rows = ((url, nonce) for url in assets.script_urls(page))
    return format_html_join("\n", '<link rel="modulepreload" href="{}" nonce="{}">', rows)


@register.simple_tag
def course_language(text: str | None = None) -> SafeString:
    """Mark an element whose words are the course's, if they are in another language than the page.

    Args:
        text: the words, as they are in the pack; none for Markdown, in which each block is marked.

    """
    return course_words.mark(text)


@register.simple_tag
def source_language() -> SafeString:
    """Mark an element whose words are the judge's, in a page of another language than theirs."""
    return course_words.mark_source()


@register.simple_tag(takes_context=True)
def words_script(context: template.Context) -> SafeString:
    """Have the texts of scripts loaded before any of them; English needs none."""
    language = spoken()
    stamp = translations.stamp(language)
    if not stamp:
        return SafeString()
    url = reverse("words", args=[language, stamp])
    return format_html('<script src="{}" nonce="{}" defer></script>\n', url, str(context["csp_nonce"]))


@register.simple_tag(takes_context=True)
def slot(context: template.Context, name: str, key: Hashable) -> SafeString:
    """Return what a higher room has registered for this place of the page; nothing if it does not know ``key``."""
    return slots.filled(name, context["request"], [key]).get(key, SafeString())


@register.simple_tag
def moment(at: datetime | None, form: str = "minute") -> SafeString:
    """Write a moment: as a time of day, a ``day`` or both. A script writes it in the reader's own time zone.

    Args:
        at: the moment; None is nothing.
        form: ``time``, ``minute`` (day and time), ``second`` (as in a log), or ``day``.

    """
    if at is None:
        return SafeString()
    local = timezone.localtime(at)
    text = date_format(local, MOMENTS[form].replace("DAY", get_format("SHORT_DATE_FORMAT")))
    return format_html(
        '<time datetime="{}" data-moment="{}">{}</time>', local.isoformat(timespec="seconds"), form, text
    )


@register.simple_tag
def icon_sprite() -> SafeString:
    """Return all icons as symbols."""
    return assets.sprite()


@register.simple_tag
@cache
def icon(name: str, look: str = "") -> SafeString:
    """Return one icon; the word for it is beside it in the template."""
    return format_html('<svg class="icon {}" aria-hidden="true"><use href="#i-{}"/></svg>', look, name)


@register.simple_tag
def ring(state: StateLike | str, stretch: bool = False) -> SafeString:
    """Return the ring glyph of a lab's state, or of one of the words of the legend."""
    if isinstance(state, str):
        begun = ["done", "done"]
        legend = {"proven": ["done"], "seen": [*begun, "seen"], "work": [*begun, "still-open"], "todo": ["todo"]}
        legend |= {"stretch": ["todo"]}
        return drawing.draw_ring(legend[state], stretch=state == "stretch")
    phases = [str(phase) for phase in (state.find, state.break_, state.fix) if phase is not None]
    if state.unbroken:
        return drawing.draw_proven_ring(phases)
    return drawing.draw_ring(["done"] if state.word == "proven" else phases, stretch=stretch)


@register.simple_tag(takes_context=True)
def term(context: template.Context, id_: str, label: str = "") -> SafeString:
    """Return a word of the glossary as a button that tells what the word means, also without script."""
    entry = find_term(id_)
    address = f"{reverse('glossary')}#{entry.id}"
    more = format_html('<a href="{}">{}</a>', address, gettext("Glossary"))
    return _note(context, entry.id, label or entry.title, f"{entry.meaning} ", more)


@register.simple_tag(takes_context=True)
def cwe(context: template.Context, weakness: WeaknessLike) -> SafeString:
    """Return the number of a weakness as a button that tells its name and where more is said of it."""
    text = gettext("%(cwe)s is the number of “%(name)s” in the Common Weakness Enumeration.") % {
        "cwe": weakness.cwe,
        "name": weakness.name,
    }
    more = format_html(
        '<a href="{}#{}">{}</a>, <a class="external" href="{}" rel="noopener noreferrer">cwe.mitre.org</a>',
        reverse("glossary"),
        weakness.cwe,
        gettext("Glossary"),
        weakness.address,
    )
    label = format_html('<span class="cwe">{}</span>', weakness.cwe)
    return _note(context, weakness.cwe, label, f"{text} ", more)


def _note(context: template.Context, key: str, label: str, text: str, more: SafeString) -> SafeString:
    """Return a button and the note that it opens; a word may be on a page more than once."""
    page: dict[str, Any] = cast("dict[str, Any]", context.render_context.dicts[0])  # Any: each tag keeps its own there
    seen: Counter[str] = page.setdefault("quintain_notes", Counter())
    seen[key] += 1
    return draw_note(f"term-{key}-{seen[key]}", label, text, more)


@register.simple_tag
def figure(
    checks: Iterable[Mapping[str, object] | DotLike], result: str | None = "", look: str = "", proof: str = ""
) -> SafeString:
    """Return the verdict figure of checks, given as the catalog's dots or as a submission's JSON."""
    return drawing.draw_figure((_mark(check) for check in checks), result=result or "", look=look, proof=proof)


@register.filter
def number_word(count: int) -> str:
    """Write a small number out."""
    return gettext(NUMBERS[count]) if 0 <= count < len(NUMBERS) else str(count)


def _mark(check: Mapping[str, object] | DotLike) -> drawing.Mark:
    if isinstance(check, Mapping):
        return drawing.Mark(str(check["kind"]), int(str(check["number"])), str(check["outcome"]))
    return drawing.Mark(check.kind, check.number, check.outcome)
