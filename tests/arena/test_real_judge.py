"""A round with the real judge: an exploit gets through a weak fix, and a sound one stops it."""

from pathlib import Path

import pytest
from pytest_django import Settings

from quintain.accounts.models import User
from quintain.arena import actions, tasks
from quintain.arena.models import Entry, Kind, Outcome, Trial
from quintain.attempts.models import Kind as WorkKind
from quintain.catalog import pack_store
from quintain.cohorts.models import Class
from quintain.packs import load_lab
from quintain.packs.model.lab import Lab
from quintain.packs.model.pack import Pack
from tests.arena.work import prove, store
from tests.attempts.conftest import close_real_judge
from tests.classroom import make_lab, make_pack
from tests.dashboards.filling import Story, fill

__all__ = ["close_real_judge"]
pytestmark = [pytest.mark.matrix, pytest.mark.django_db(transaction=True)]

LABS = Path(__file__).parents[2] / "content" / "python-security" / "labs"


@pytest.fixture
def lab(course: Pack, settings: Settings) -> Lab:
    """Return a lab of the course, with the real judge."""
    settings.JUDGE = "tests.attempts.real_judge.make_judge"
    lab = load_lab(LABS / "sql-login")
    pack_store.put(make_pack(lab, make_lab()))
    return lab


def text_of(lab: Lab, fix: str) -> str:
    """Return the file of a fix that the lab's author wrote."""
    return next(each.files["shop.py"] for each in lab.fixes if each.name == fix)


def test_a_sound_fix_stops_what_a_weak_one_lets_through(a_class: Class, mara: User, lab: Lab) -> None:
    """The weak one is still open for the judge, and takes part all the same."""
    assert lab.break_ is not None
    reference = (lab.folder / lab.break_.reference).read_text()
    weak, sound, attacker = fill(a_class, lab, (Story("Weak"), Story("Sound"), Story("Attacker")))
    store(weak, lab, WorkKind.VERDICT, "still-open", files={"shop.py": text_of(lab, "doubled-quotes")})
    prove(sound, lab, text_of(lab, "placeholders"))
    prove(attacker, lab, exploit=reference)
    arena = actions.open_arena(a_class, lab, by=mara)
    for person, kind in ((weak, Kind.FIX), (sound, Kind.FIX), (attacker, Kind.EXPLOIT)):
        actions.enter(arena, kind, by=person)
    tasks.enqueue(actions.begin_round(arena, by=mara))
    found = {trial.fix.entrant.person: trial.outcome for trial in Trial.objects.all()}
    assert found == {weak: Outcome.SUCCEEDED, sound: Outcome.STOPPED}
    stored = str([list(model.objects.values()) for model in (Entry, Trial)])
    assert "canary-" not in stored
