"""The results as a table: all students and labs, in UTF-8, and no formulas (CWE-1236)."""

import csv
import io
import re
from types import SimpleNamespace

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from quintain.accounts.models import User
from quintain.catalog.pack_store import shown_labs
from quintain.cohorts.models import Class
from quintain.dashboards import results
from quintain.dashboards.results import FORMULA, HEADER, safe_cell
from quintain.packs.model.lab import Lab
from tests.dashboards.filling import STORIES, fill

ATTACKS = (
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "a;=1", "a,=1", "a\r=1", "a\n\n=cmd|'/c calc'!A0"),  # noqa: RUF001
    *("\x01=1", "a,\x7f=1"),  # which become spaces
)
HOSTILE = st.text("=+-@＝,;| '\t\n\x01\x7fa", max_size=8)  # noqa: RUF001  as above


def rows(page: Client, a_class: Class) -> list[dict[str, str]]:
    """Return the lines of the table."""
    answer = page.get(f"/classes/{a_class.pk}/results.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="results-sec-132-24-november.csv"'
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.django_db
def test_each_student_has_a_line_for_each_lab(a_class: Class, lab: Lab, page_of_mara: Client) -> None:
    """Also for those that were not begun."""
    fill(a_class, lab, STORIES[4:7])
    table = rows(page_of_mara, a_class)
    assert tuple(table[0]) == HEADER
    assert [(row["name"], row["title"], row["state"]) for row in table] == [
        ("Elif Kaya", "The shop", "still-open"),
        ("Elif Kaya", "The store", "todo"),
        ("Farid Haddad", "The shop", "proven"),
        ("Farid Haddad", "The store", "todo"),
        ("Zoë O'Brien", "The shop", "still-open"),
        ("Zoë O'Brien", "The store", "todo"),
    ]
    assert (table[0]["seat"], table[0]["attempts"], table[0]["hints"], table[2]["fix"]) == ("1", "4", "2", "done")


@pytest.mark.django_db
def test_labs_come_in_the_order_in_which_they_are_taught(
    a_class: Class, lab: Lab, page_of_mara: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of no topic come last, and each comes once."""
    shop, store = shown_labs()
    fill(a_class, lab, STORIES[:1])
    monkeypatch.setattr(results, "stops", lambda: [SimpleNamespace(labs=(store,))])
    assert [row["title"] for row in rows(page_of_mara, a_class)] == [store.title, shop.title]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ATTACKS)
def test_no_name_becomes_a_formula(a_class: Class, lab: Lab, page_of_mara: Client, name: str) -> None:
    """Wherever a spreadsheet may take a cell to begin."""
    (person,) = fill(a_class, lab, STORIES[:1])
    User.objects.filter(pk=person.pk).update(display_name=name)
    (cell,) = {row["name"] for row in rows(page_of_mara, a_class)}
    assert not FORMULA.search(cell)
    assert not re.match(r"\s*[=+\-@]", cell)


@given(st.text(max_size=60) | HOSTILE)
def test_cells_begin_no_formula_and_hold_what_was_written(text: str) -> None:
    """Only apostrophes are added, and control characters become spaces."""
    cell = safe_cell(text)
    assert not re.match(r"\s*[=+\-@]", cell)
    assert not FORMULA.search(cell)
    assert cell.replace("'", "") == re.sub(r"[\x00-\x1f\x7f]", " ", text).replace("'", "")
