"""A profile is described in one place, and nothing else asks which one it is."""

import importlib
import re
from pathlib import Path

import pytest

import quintain
from quintain.judge.profiles.registry import SPECS
from quintain.packs.model.lab import Profile

SOURCE = Path(quintain.__file__).parent
NAMED = re.compile(r"\bProfile\.[A-Z]+\b")
MAY_NAME = {SOURCE / "judge" / "profiles" / "registry.py", SOURCE / "packs" / "model" / "lab.py"}


@pytest.mark.parametrize("profile", Profile)
def test_every_profile_has_a_module_of_its_name(profile: Profile) -> None:
    """So that a reader of lab.toml finds it."""
    module = importlib.import_module(f"quintain.judge.profiles.{profile}")
    assert module.SPEC is SPECS[profile]
    assert profile in (module.__doc__ or "").split("\n")[0], "its first line names it"


def test_no_other_module_asks_for_a_profile_by_its_name() -> None:
    """A seventh would have to be taught to each of them."""
    asking = {path for path in SOURCE.rglob("*.py") if NAMED.search(path.read_text()) and "scaffold" not in path.parts}
    assert asking == MAY_NAME


@pytest.mark.parametrize("profile", Profile)
def test_what_the_judge_serves_is_served_on_ports(profile: Profile) -> None:
    """What packs say of a profile and what the judge does are the same."""
    assert bool(SPECS[profile].ports) == profile.is_served
    assert bool(SPECS[profile].sockets) == profile.is_web
    assert SPECS[profile].guarded == profile.is_program
    assert SPECS[profile].loads == (not profile.is_program)
