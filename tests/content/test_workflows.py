"""Workflows that lessons show hold to the schema of their service; those to copy follow the lessons' own rules."""

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.content.test_lessons import LESSONS

SHOWN = sorted(LESSONS.glob("*/*.yml"))
UPDATES = "dependabot.yml"
FLAWED = "flawed.yml"  # shows what a checker finds
TO_COPY = [path for path in SHOWN if path.name not in {UPDATES, FLAWED}]
ACTION = re.compile(r"\buses: *(\S+)")
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")


def named(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def read(path: Path) -> dict[str, Any]:
    content: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {"on" if key is True else key: value for key, value in content.items()}  # YAML 1.1 reads on as true


@pytest.mark.parametrize("path", SHOWN, ids=named)
def test_a_file_for_a_service_holds_to_its_schema(path: Path) -> None:
    """A reader who copies the file gets one that the service can read."""
    name = "dependabot.json" if path.name == UPDATES else "github-workflows.json"
    schema = json.loads((files("check_jsonschema") / "builtin_schemas/vendor" / name).read_text(encoding="utf-8"))

    jsonschema.validate(read(path), schema)


@pytest.mark.parametrize("path", TO_COPY, ids=named)
def test_a_workflow_to_copy_pins_its_actions_and_has_no_rights_by_default(path: Path) -> None:
    """It does what the lesson on pipelines asks of others."""
    actions = ACTION.findall(path.read_text(encoding="utf-8"))

    assert actions
    assert [action for action in actions if not PINNED.fullmatch(action)] == []
    assert read(path)["permissions"] == {}


def test_the_flawed_workflow_has_what_its_lesson_says() -> None:
    """Its actions are named by a tag, and the title of a pull request is written into a script."""
    (flawed,) = (path for path in SHOWN if path.name == FLAWED)
    text = flawed.read_text(encoding="utf-8")

    assert [action for action in ACTION.findall(text) if PINNED.fullmatch(action)] == []
    assert 'run: echo "Testing ${{ github.event.pull_request.title }}"' in text
