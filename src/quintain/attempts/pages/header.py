"""The header of every page of a lab: its place in the course and its phases."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from quintain.catalog import queries as catalog
from quintain.catalog.progress import LabState, Phase
from quintain.catalog.queries import TopicLink
from quintain.packs.model.lab import Lab, Level


@dataclass(frozen=True, slots=True)
class PhaseTab:
    """A phase in the bar: ``name`` is find, break, fix or debrief; ``note`` says a few words.

    ``state`` is done, skipped, now or later.
    """

    name: str
    title: str
    url: str
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class LabHeader:
    """The header of every page of a lab."""

    slug: str
    code: str
    title: str
    minutes: int
    stretch: bool
    day: int
    module: str
    topics: tuple[TopicLink, ...]
    phases: tuple[PhaseTab, ...]
    state: LabState
    is_review: bool = False

    @property
    def after_find(self) -> PhaseTab:
        """Where to go on to when all is found: the next phase, or the debrief of a lab that is for finding only."""
        later = (tab for tab in self.phases if tab.name in {"break", "fix"})
        return next(later, _debrief_tab(self.slug))


def lab_header(lab: Lab, state: LabState, now: str) -> LabHeader:
    """Return the header of a page of a lab; ``now`` names the page's phase."""
    module, first = catalog.place_of_lab(lab.slug) or (None, None)
    topics = {unit.id: unit for unit in module.units} if module else {}
    teaching = [first.id if first else "", *lab.teaches]
    return LabHeader(
        slug=lab.slug,
        code=lab.code,
        title=lab.title,
        minutes=lab.minutes,
        stretch=lab.level is Level.STRETCH,
        day=module.day if module else 1,
        module=module.title if module else "",
        topics=catalog.topic_links(topics[topic] for topic in dict.fromkeys(teaching) if topic in topics),
        phases=_phases(lab, state, now),
        state=state,
        is_review=lab.pull_request is not None,
    )


def _phases(lab: Lab, state: LabState, now: str) -> tuple[PhaseTab, ...]:
    tabs = []
    if lab.find:
        note = gettext("all found") if state.find is Phase.DONE else ""
        tabs.append(PhaseTab("find", gettext("Find"), reverse("find", args=[lab.slug]), _word(state.find), note))
    if lab.break_:
        note = {Phase.DONE: gettext("it worked"), Phase.SKIPPED: gettext("skipped")}.get(state.break_ or Phase.TODO, "")
        word = _word(state.break_)
        if state.unbroken:
            note, word = gettext("skipped: try it now"), "skipped"
        tabs.append(PhaseTab("break", gettext("Break"), reverse("break", args=[lab.slug]), word, note))
    if lab.is_fixed:
        made = ngettext("%(number)s attempt", "%(number)s attempts", state.tries) % {"number": state.tries}
        note = _proof_note(state) or (made if state.tries else "")
        tabs.append(PhaseTab("fix", gettext("Fix"), reverse("fix", args=[lab.slug]), _word(state.fix), note))
    if state.proven_at or state.seen_at or state.proof_lost_at:
        tabs.append(_debrief_tab(lab.slug))
    return tuple(replace(tab, state="now") if tab.name == now else tab for tab in tabs)


def _proof_note(state: LabState) -> str:
    if state.proven_at:
        return gettext("proven, solution seen") if state.seen_at else gettext("proven")
    return gettext("solution seen") if state.seen_at else ""


def _debrief_tab(slug: str) -> PhaseTab:
    return PhaseTab("debrief", gettext("Debrief"), reverse("debrief", args=[slug]), "later", "")


def _word(phase: Phase | None) -> str:
    return {Phase.DONE: "done", Phase.SKIPPED: "skipped"}.get(phase or Phase.TODO, "later")
