"""What a stranger can start of a program, by what kind of program it is and by what its lab says."""

from dataclasses import replace
from pathlib import Path

import pytest

from quintain.packs import load_lab
from quintain.packs.entry_points import entry_points

LABS = Path(__file__).parents[2] / "content" / "python-security" / "labs"


@pytest.mark.parametrize(
    ("slug", "points"),
    [
        ("shell-injection", ("gazette.py",)),
        ("outbound-secrets", ("machine.py",)),
        ("wheel-triage", ()),
        ("dependency-confusion", ()),
        ("fetch-filter", ()),
        ("sql-login", ()),
        ("user-patterns", ("seeds:search", "seeds:search_held", "seeds:fits")),
        ("redos", ("contacts:is_email", "contacts:is_day", "contacts:tidy", "contacts:title")),
        ("heat-map", ("heatmap.tiles:publish", "heatmap.tiles:months", "heatmap.tiles:heat", "heatmap.tiles:area")),
    ],
)
def test_entry_points_of_a_lab(slug: str, points: tuple[str, ...]) -> None:
    """The target, its functions, or what lab.toml names; with a scene or servers of the judge's, what the scene has."""
    assert entry_points(load_lab(LABS / slug)) == points


def test_lab_without_the_phase_has_none() -> None:
    """Nobody breaks it."""
    assert entry_points(replace(load_lab(LABS / "shell-injection"), break_=None)) == ()
