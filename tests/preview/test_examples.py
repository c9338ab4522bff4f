"""The request that a learner finds first: one that the lab's program answers, with nothing that learners do not see."""

from dataclasses import replace
from pathlib import Path

import pytest

from quintain.packs import load_lab
from quintain.packs.model.lab import Lab
from quintain.preview.examples import example_of
from tests.classroom import make_lab

LABS = Path(__file__).parents[2] / "content" / "python-security" / "labs"


@pytest.fixture
def shop(tmp_path: Path) -> Lab:
    """A lab with a folder, whose program has one endpoint and one field that a learner can see."""
    (tmp_path / "tests").mkdir()
    return replace(
        make_lab(), folder=tmp_path, starter={"shop.py": "@app.post('/login')\ndef f(): form['name'] # 'ada'"}
    )


def test_example_sends_a_form_that_the_program_reads() -> None:
    """In the course's first lab about SQL, it is the sign-in, with values of no account."""
    assert example_of(load_lab(LABS / "sql-login")) == (
        "POST /login HTTP/1.1\nHost: lab.test\nConnection: close\n\nname=some-name&password=some-password"
    )


def test_lab_to_which_no_form_is_sent_begins_with_its_front_page(shop: Lab) -> None:
    """As a browser would."""
    shown = replace(shop, front="/search?text=a")
    assert example_of(shown) == "GET /search?text=a HTTP/1.1\nHost: lab.test\nConnection: close\n\n"


@pytest.mark.parametrize(
    ("call", "body"),
    [
        ("box.http.post('/login', data={'name': 'ada'})", "name=ada"),
        ("box.http.post('/login', data={'name': 'hidden'})", "name=some-name"),
        ("box.http.post('/login', data={'name': canary.owner})", "name=some-name"),
        ("box.http.post('/login', json={'name': 'ada'})", '{"name": "ada"}'),
        ("box.http.post('/login', data={'secret_field': 'ada', 'name': 'ada'})", "name=ada"),
    ],
)
def test_example_holds_only_what_a_learner_can_see(shop: Lab, call: str, body: str) -> None:
    """A value or a field that a test alone knows is not told."""
    (shop.folder / "tests" / "test_shop.py").write_text(f"def test(box):\n    {call}\n")
    assert example_of(shop).partition("\n\n")[2] == body


@pytest.mark.parametrize("text", ["box.http.post('/hidden', data={'name': 'ada'})", "post(1)", "def broken(:", "\0"])
def test_what_tells_of_no_endpoint_is_passed_over(shop: Lab, text: str) -> None:
    """Also a path that the original code does not show."""
    (shop.folder / "tests" / "test_shop.py").write_text(text)
    assert example_of(shop).startswith("GET / ")
