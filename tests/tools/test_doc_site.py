"""The site of the documentation: where links lead, and what is said of those that do not arrive."""

import importlib.util
import sys
from pathlib import Path, PurePosixPath
from types import ModuleType

import pytest

SOURCE = Path(__file__).parents[2] / "tools/doc_site.py"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load the program, whose name the standard library has, too."""
    spec = importlib.util.spec_from_file_location("documentation_site", SOURCE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("[a](install.md#with-uv)", "[a](install.md#with-uv)"),
        ("[a](../../CONTRIBUTING.md)", "[a](../CONTRIBUTING.md)"),
        ("[a](../../README.md)", "[a](../index.md)"),
        (
            "[`a.py`](../../tools/doc_site.py) and `[b](../../tools/doc_site.py)`",
            "`a.py` and `[b](../../tools/doc_site.py)`",
        ),
        ("[a](https://example.org/a.md)", "[a](https://example.org/a.md)"),
    ],
)
def test_links_stay_in_the_site_or_lose_their_address(site: ModuleType, line: str, shown: str) -> None:
    """Those to files that are no page; code stays as it is."""
    assert site.rewrite(line, PurePosixPath("docs/howto/release.md"), "") == shown


def test_links_to_files_lead_to_the_repository_that_is_named(site: ModuleType) -> None:
    """As a forge shows them."""
    page = PurePosixPath("docs/howto/release.md")
    assert site.rewrite("[a](../../tools/doc_site.py)", page, "https://example.org/r") == (
        "[a](https://example.org/r/tools/doc_site.py)"
    )


def test_links_that_do_not_arrive_are_found(site: ModuleType, tmp_path: Path) -> None:
    """A page, a heading and a picture that are missing, and a list that became a paragraph."""
    (tmp_path / "a.html").write_text('<h2 id="x">X</h2><a href="b.html#x">b</a><a href="b.html#y">b</a>')
    (tmp_path / "b.html").write_text(
        '<h2 id="x">X</h2><a href="gone.html">c</a><p>These:\n- one</p>'
        '<picture><source srcset="dark.webp"><img src="b.html"></picture>'
    )
    told = "\n".join(site.faults_of(tmp_path))
    assert "a.html: b.html#y names a heading that is not there" in told
    assert "b.html: gone.html leads nowhere" in told
    assert "b.html: dark.webp leads nowhere" in told
    assert "b.html: a list needs an empty line before it" in told
    assert len(told.splitlines()) == 4
