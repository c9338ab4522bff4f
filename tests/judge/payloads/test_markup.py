"""Every page holds the code as a browser would run it, and every template does what it promises in Jinja."""

import html as entities
import random
import resource
import signal
import subprocess
import sys
from html.parser import HTMLParser
from typing import Final

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quintain.judge import read_page
from quintain.judge.payloads import html, templates
from quintain.judge.payloads.drawing import Dimension

seeds = st.integers(0, 2**63)
SPOTS = [
    (html.TEXT, "<!doctype html><title>x</title><p><b>{}</b></p>"),
    (html.DOUBLE_QUOTED, '<!doctype html><title>x</title><p title="{}">x</p>'),
    (html.SINGLE_QUOTED, "<!doctype html><title>x</title><p title='{}'>x</p>"),
    (html.RAW_TEXT, "<!doctype html><title>x</title><textarea>{}</textarea>"),
    (html.RAW_TEXT, "<!doctype html><title>{}</title>"),
]
VALUE: Final = "canary-1f0c"


@pytest.mark.parametrize(("spot", "page"), SPOTS)
def test_script_runs(spot: Dimension[str], page: str) -> None:
    """The page runs the code where it is written into it, and not where it is escaped."""
    for name, payload in html.scripts(random.Random(1), "steal(4711)", spot=spot, many=None).items():
        assert read_page(page.replace("{}", payload)).runs("4711"), (name, payload)
        assert not read_page(page.replace("{}", entities.escape(payload))).runs("4711"), name


@pytest.mark.parametrize("quote", ['"', "'", ""])
def test_handler_leaves_the_attribute(quote: str) -> None:
    """No tag is needed to add a handler to one that is there."""
    for name, payload in html.handlers(random.Random(1), "steal(4711)", quote=quote, many=None).items():
        assert "<" not in payload
        page = f"<!doctype html><title>x</title><input value={quote}{payload}{quote}>"
        assert read_page(page).runs("4711"), (name, payload)


class Links(HTMLParser):
    """Addresses of a page as the standard library reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an address."""
        self.found += [value or "" for name, value in attrs if (tag, name) == ("a", "href")]


def test_link_is_code_even_if_escaped() -> None:
    """Escaping keeps an address whole, and its scheme is what a browser makes of it: WHATWG URL, 4.4."""
    for name, payload in html.links(random.Random(1), "steal(4711)", many=None).items():
        page = Links()
        page.feed(f'<a href="{entities.escape(payload)}">x</a>')
        cleaned = page.found[0].strip("".join(map(chr, range(0x21)))).translate(dict.fromkeys(map(ord, "\t\n\r")))
        assert cleaned.lower().startswith("javascript:"), name
        assert "steal(4711)" in cleaned, name


class Practice:
    """What a template may see, and what it may not."""

    def __init__(self) -> None:
        self.cabinet = VALUE


def rendered(text: str) -> str:
    return jinja2.Environment().from_string(text).render(practice=Practice())  # noqa: S701  plain letters


@given(seed=seeds)
def test_template_prints_the_value(seed: int) -> None:
    """Every spelling, printed every way."""
    for name, payload in templates.values(random.Random(seed), "practice.cabinet", many=8).items():
        assert VALUE in rendered(payload), (name, payload)


@given(seed=seeds)
def test_template_finds_its_way_to_python(seed: int) -> None:
    """From what every template holds, to any module."""
    drawn = templates.globals_(
        random.Random(seed), ("lipsum", "cycler", "practice", "joiner", "namespace"), "math", "pi", many=8
    )
    for name, payload in drawn.items():
        assert "3.14159" in rendered(payload), (name, payload)


@pytest.mark.sample(most=3)
@pytest.mark.slow
@pytest.mark.parametrize(("name", "payload"), templates.bombs(random.Random(1), many=None).items())
def test_bomb_does_not_end_by_itself(name: str, payload: str) -> None:
    """With one second of processor time the template is killed; no exception lets the program go on."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (1, 1))

    code = f"import jinja2; print(jinja2.Environment().from_string({payload!r}).render())"
    done = subprocess.run([sys.executable, "-c", code], preexec_fn=limit, capture_output=True, check=False)
    assert done.returncode in {-signal.SIGXCPU, -signal.SIGKILL}, (name, done.stderr[-300:])


def test_dud_is_not_among_the_bombs() -> None:
    """Jinja reads powers from the left, so nine to the ninth to the ninth is soon done."""
    assert len(rendered("{{ 9**9**9 }}")) == len(str((9**9) ** 9))
    assert not any("9**9**9" in payload for payload in templates.bombs(random.Random(1), many=None).values())
