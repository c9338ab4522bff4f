"""Every variant of every attack, with the honest visitor after it."""

import importlib.util
import json
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import oracles  # type: ignore[import-not-found]  # it lies beside this file
import pytest

HERE = Path(__file__).parent


def load(name: str) -> ModuleType:
    """Import an attack."""
    spec = importlib.util.spec_from_file_location(name, HERE / "exploits" / f"{name}.py")
    assert spec is not None  # noqa: S101  this is a test
    assert spec.loader is not None  # noqa: S101  as above
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def variants_of(module: ModuleType) -> dict[str | None, Any]:
    """Give the written variants of an attack and those that are drawn, as the judge does."""
    drawn = module.samples(Random()) if hasattr(module, "samples") else {}  # noqa: S311  nobody has to guess it
    return {**getattr(module, "variants", {}), **drawn} or {None: None}


ATTACKS = {name: load(name) for name in json.loads((HERE / "lab.json").read_text())["exploits"]}
VARIANTS = {name: variants_of(module) for name, module in ATTACKS.items()}
JOBS = [(name, variant) for name, variants in VARIANTS.items() for variant in variants]
CONTROL = load("control")


@pytest.mark.parametrize(("name", "variant"), JOBS)
def test_attack_is_repelled(name: str, variant: str | None, box: Any, canary: Any, rng: Random) -> None:
    """The attack fails, and an honest visitor gets through."""
    module = ATTACKS[name]
    more = [] if variant is None else [VARIANTS[name][variant]]
    said = module.attack(box, canary, rng, *more)
    assert isinstance(said, oracles.Repelled), said  # noqa: S101  this is a test
    assert CONTROL.control(box, canary, rng) is True  # noqa: S101  this is a test
