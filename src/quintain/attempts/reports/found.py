"""What a search finds of labs beside their tasks: hints that a learner has opened, debriefs of labs that are proven."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from quintain.accounts.models import User
from quintain.attempts.hints.order import PHASES, hints_of
from quintain.attempts.models import HintUse, Kind, Workspace
from quintain.catalog import pack_store
from quintain.catalog.passages import Kind as PassageKind
from quintain.catalog.passages import Passage, module_of_lab
from quintain.packs.model.lab import Lab
from quintain.web.markdown import plain_text


class LabPassages:
    """Hints and debriefs, each with a key that a learner gets by opening the hint, or by proving the lab."""

    def passages(self, labs: Iterable[Lab]) -> Iterator[Passage]:
        """Yield the hints and the debrief of each lab."""
        for lab in labs:
            title, module = f"{lab.code} {lab.title}", module_of_lab(lab)
            url = reverse("lab", args=[lab.slug])
            hints = {(hint.step, hint.number): hint for phase in PHASES for hint in hints_of(lab, phase)}
            for (step, number), hint in hints.items():
                key = _hint_key(lab.uuid, step, number)
                yield Passage(
                    PassageKind.HINT, title, hint.step_title, plain_text(hint.markdown), f"{url}#hints", module, key
                )
            if lab.debrief:
                address = f"{reverse('debrief', args=[lab.slug])}#debrief"
                body = plain_text(lab.debrief)
                yield Passage(PassageKind.DEBRIEF, title, "", body, address, module, _debrief_key(lab.uuid))

    def keys_of(self, user: User) -> Iterator[str]:
        """Yield the keys of the hints that somebody has opened, and of the debriefs whose pages are open now."""
        opened = HintUse.objects.filter(workspace__user=user).values_list("workspace__lab", "step", "number")
        yield from (_hint_key(*hint) for hint in opened)
        proven = Q(submissions__kind=Kind.VERDICT, submissions__result="proven")
        mine = Workspace.objects.filter(user=user)
        judged = frozenset(mine.filter(proven).values_list("lab", flat=True))
        searched = frozenset(mine.filter(proven_at__isnull=False).values_list("lab", flat=True))
        seen = frozenset(mine.filter(solution_seen_at__isnull=False).values_list("lab", flat=True))
        for lab in pack_store.shown_labs():
            if lab.uuid in (judged | seen if lab.is_fixed else searched):
                yield _debrief_key(lab.uuid)


def _hint_key(lab: UUID, step: str, number: int) -> str:
    return f"hint {lab} {number} {step}"


def _debrief_key(lab: UUID) -> str:
    return f"debrief {lab}"
