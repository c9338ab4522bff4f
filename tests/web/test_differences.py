"""Differences of files: every text that can be saved is shown, and its line numbers are those of the editor."""

from html import unescape

import pytest
from django.test import Client
from django.utils.html import strip_tags
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quintain.accounts.models import User
from quintain.attempts import actions
from quintain.attempts.models import Kind, Workspace
from quintain.attempts.pages.parts import file_views
from quintain.packs.model.lab import Lab
from quintain.packs.source_lines import source_lines
from quintain.web.code import highlight_lines
from quintain.web.differences import DiffLine, differences
from tests.attempts.handing_in import save_file, submit
from tests.classroom import make_lab

LINES = st.lists(
    st.sampled_from(["", "x = 1", "def f():", "    '''", "\f", "\u2028", "\x85", "\x1c", "<b>&", "\ufeff"])
)
TEXTS = st.builds(
    lambda lines, ends: "".join(line + end for line, end in zip(lines, ends, strict=False)),
    LINES,
    st.lists(st.sampled_from(["\n", "\r\n", "\r", "\n\n", ""])),
)
ODD = ["", "\n", "\n\n", "a", "a\n", "a\n\n", "a\r\nb\r\n", "a\rb", "\r", "a\fb\n", "a\u2028b\n", "a\x85b", "'''\n\n\n"]


def numbers(lines: tuple[DiffLine, ...], name: str) -> list[int]:
    """Return the numbers of one side, in the order shown."""
    return [number for line in lines if (number := getattr(line, name)) is not None]


def written(html: str) -> str:
    """Return the text of a line's markup."""
    return unescape(strip_tags(html))


@given(TEXTS, st.sampled_from(["python", "sql", "html", "json", "yaml", "c", "bash", "markdown", "text", "none such"]))
@example("a\r\n\r\n", "python")
@example("\ufeffa\n", "python")
@settings(deadline=None)  # the first of each language loads its lexer
def test_highlighted_lines_are_the_lines_of_the_source(text: str, language: str) -> None:
    """As many as the editor has, without the empty line that it shows after a final newline."""
    lines = source_lines(text)
    shown = highlight_lines(text, language)
    assert [line.number for line in shown] == list(range(1, len(lines) + 1))
    assert [written(line.html).strip("\ufeff") for line in shown] == [line.strip("\ufeff") for line in lines]


@given(TEXTS | st.sampled_from(ODD), TEXTS | st.sampled_from(ODD))
@example("x = 1\n", "x = 1\n\n")
@example("x = 1\n", "x = 1\r\n")
@example("", "\n\n")
@settings(deadline=None)  # as above
def test_difference_numbers_the_lines_of_both_sides(shipped: str, yours: str) -> None:
    """Numbers ascend, name lines that exist, and what is the same on both sides reads the same."""
    (diff,) = differences({"a.py": shipped}, {"a.py": yours})
    old, new = source_lines(shipped), source_lines(yours)
    for side, lines in (("original", old), ("new", new)):
        shown = numbers(diff.lines, side)
        assert shown == sorted(set(shown))
        assert all(1 <= number <= len(lines) for number in shown)
    for line in diff.lines:
        if line.original is not None and line.new is not None:
            assert old[line.original - 1] == new[line.new - 1]
    assert bool(diff.lines) == (old != new)
    assert diff.newlines == (old == new and shipped != yours)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("end", ["\n", "\n\n", "\r\n", "\r", "\f", "\u2028", "\x85", "\n\f\n", "\n'''\n\n\n"])
def test_a_proven_fix_with_odd_newlines_has_all_its_pages(page: Client, learner: User, lab: Lab, end: str) -> None:
    """The workbench, the debrief and the attempt open whatever the file ends in."""
    text = "proven\n" + end
    save_file(learner, lab, "shop.py", text, actions.workspace_of(learner, lab).revision)
    submit(learner, lab, Kind.VERDICT)
    assert Workspace.objects.get().proven_at
    for address in ("fix/", "debrief/", "attempts/1/", ""):
        assert page.get(f"/labs/shop/{address}", follow=True).status_code == 200


@pytest.mark.django_db
def test_a_file_that_differs_only_in_newlines_is_not_called_as_shipped(page: Client, learner: User, lab: Lab) -> None:
    """No line differs, and the page says what does."""
    text = lab.starter["shop.py"].replace("\n", "\r\n")
    save_file(learner, lab, "shop.py", text, 0)
    attempt = submit(learner, lab, Kind.VERDICT)
    attempt.refresh_from_db()
    shown = page.get("/labs/shop/attempts/1/").content.decode()
    assert "only newline characters differ" in shown


@pytest.mark.parametrize("text", ODD)
def test_pages_without_script_number_lines_as_marks_are_checked(text: str) -> None:
    """The last line that a page shows is the last that can be marked."""
    lab = make_lab()
    shown = file_views(lab, {**lab.starter, "shop.py": text})[0].lines
    assert shown[-1].number == len(source_lines(text))
