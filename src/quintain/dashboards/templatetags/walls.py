"""What templates of this room draw."""

from collections import Counter

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from quintain.dashboards.queries import Strip, StripMark, minute_words
from quintain.web.drawing import draw_ring

register = template.Library()

CROSS = "M-4-4 4 4M4-4-4 4"


register.filter("in_minutes", minute_words)


@register.simple_tag
def phase_ring(phase: str) -> SafeString:
    """Draw the glyph of a seat that has come to a phase, for counts."""
    arcs = {"find": ("work", "todo", "todo"), "break": ("done", "work", "todo"), "fix": ("done", "done", "work")}
    arcs |= {"seen": ("done", "done", "seen")}
    return draw_ring(arcs.get(phase, ("done",)))


@register.simple_tag
def strip(line: Strip) -> SafeString:
    """Draw the time in each phase and a mark for each verdict, and say the same in a sentence that is not seen.

    Places are in percent, since no style may be.
    """
    bars = format_html_join(
        "",
        '<rect class="of-{}" x="{}%" y="16" width="{}%" height="7" rx="1"/>',
        ((bar.phase, bar.start, bar.width) for bar in line.bars),
    )
    marks = format_html_join("", "{}", ((_mark(mark),) for mark in line.marks))
    return format_html(
        '<svg class="strip" aria-hidden="true">'
        '<rect class="rest" x="0" y="16" width="100%" height="7" rx="2"/>{}{}</svg><p class="unseen">{}</p>',
        bars,
        marks,
        _sentence(line),
    )


def _sentence(line: Strip) -> str:
    phases = {"find": gettext("find"), "break": gettext("break"), "fix": gettext("fix")}
    minutes = Counter[str]()
    for bar in line.bars:
        minutes[bar.phase] += bar.minutes
    times = ", ".join(
        gettext("%(time)s in %(phase)s") % {"time": minute_words(count), "phase": phases.get(phase, phase)}
        for phase, count in minutes.items()
    )
    words = {"still-open": gettext("still open"), "broken": gettext("broken"), "proven": gettext("proven")}
    verdicts = ", ".join(words.get(mark.result, mark.result) for mark in line.marks)
    if not verdicts:
        return gettext("%(times)s.") % {"times": times}
    return gettext("%(times)s. Verdicts: %(verdicts)s.") % {"times": times, "verdicts": verdicts}


def _mark(mark: StripMark) -> SafeString:
    if mark.result == "broken":
        return format_html('<svg x="{}%" y="7"><path class="broken" d="{}"/></svg>', mark.at, CROSS)
    return format_html('<circle class="{}" cx="{}%" cy="7" r="4"/>', mark.result, mark.at)
