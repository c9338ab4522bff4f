"""The page of the look: who may see it, that its parts are whole, and that the package leaves it out."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.test import Client

from quintain_design.specimens import TOKENS

pytestmark = pytest.mark.django_db

REPOSITORY = Path(__file__).resolve().parents[2]
STYLES = REPOSITORY / "frontend" / "styles"
PACKAGE = REPOSITORY / "src" / "quintain"
WITHOUT_THE_PAGE = """
import sys
sys.modules["quintain_design"] = None
import django
from django.urls import Resolver404, resolve
django.setup()
resolve("/")
try:
    resolve("/design/")
except Resolver404:
    print("none")
"""


def test_signed_in_people_see_it(page: Client) -> None:
    """It needs no lab and no work of anybody."""
    answer = page.get("/design/")
    assert answer.status_code == 200
    assert "We know this fix: doubled quotes" in answer.content.decode()


def test_strangers_do_not_see_it(client: Client) -> None:
    """They are sent to where one signs in."""
    answer = client.get("/design/")
    assert answer.status_code == 302


def test_nothing_can_be_sent_to_it(page: Client) -> None:
    """Without script its forms lead to a page that says so, and change nothing."""
    assert page.post("/design/", {"phase": "fix"}).status_code == 405


def test_no_id_stands_there_twice(page: Client) -> None:
    """Parts that are shown several times have ids of their own."""
    html = re.sub(r"<template.*?</template>", "", page.get("/design/").content.decode(), flags=re.DOTALL)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))


def test_every_colour_of_the_style_sheet_is_shown() -> None:
    """A new token gets its place and its meaning."""
    written = re.findall(r"--([\w-]+): (?:light-dark|oklch)\(", (STYLES / "tokens.css").read_text())
    assert [token.name for token in TOKENS if token.name not in written] == []
    assert [name for name in written if name not in {token.name for token in TOKENS}] == []


def test_the_wheel_has_none_of_it() -> None:
    """What is installed is the folder ``src/quintain``, whose built scripts and styles know nothing of the page."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["src/quintain"]
    built = [path for path in (PACKAGE / "web" / "static" / "dist").rglob("*.*s") if path.is_file()]
    assert built, "nothing is built"
    files = [*built, *PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html")]
    named = [path for path in files if re.search(r"specimen|gallery", path.name + path.read_text(encoding="utf-8"))]
    assert named == []


def test_a_classroom_without_it_opens() -> None:
    """An installed package has all pages but this one."""
    done = subprocess.run(
        (sys.executable, "-c", WITHOUT_THE_PAGE), cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("none\n", 0), done.stderr
