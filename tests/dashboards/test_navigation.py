"""An instructor's pages of a class have one navigation, in one order, and say which of them is shown."""

import re
from dataclasses import replace

import pytest
from django.test import Client

from quintain.accounts.models import User
from quintain.arena import actions as arenas
from quintain.catalog import pack_store
from quintain.cohorts import actions as cohorts
from quintain.cohorts.models import Class
from quintain.packs.model.lab import Break, Lab
from tests.arena.conftest import course
from tests.classroom import make_lab, make_pack
from tests.dashboards.conftest import SignIn, a_class, mara, operator, page_of_mara, sign_in
from tests.dashboards.filling import Story, fill

__all__ = ["a_class", "course", "mara", "operator", "page_of_mara", "sign_in"]
pytestmark = pytest.mark.django_db

PAGES = {
    "wall/": "Wall",
    "pace/": "Pace",
    "arena/": "Arena",
    "help/": "Help",
    "report/": "Report",
    "": "Class",
    "more/": "Class",
    "roster": "Class",
    "modules": "Class",
    "instructors": "Class",
    "assessment/": "Class",
}
LINKS = ["Wall", "Pace", "Arena", "Help", "Report", "Projector", "Class"]


def links_of(page: str) -> tuple[list[str], list[str]]:
    """Return the words of the navigation, and those of the page that is shown."""
    (nav,) = re.findall(r'<nav class="class-nav".*?</nav>', page, re.DOTALL)
    links = re.findall(r"<a href=\"[^\"]*\"( aria-current=\"page\")?>.*?<span>(.*?)</span>", nav, re.DOTALL)
    return [words for _, words in links], [words for current, words in links if current]


def test_all_pages_have_the_same_navigation(a_class: Class, lab: Lab, page_of_mara: Client, mara: User) -> None:
    """With the arena, everywhere; a student's page and an earlier arena are below one of them."""
    (elif_,) = fill(a_class, lab, (Story("Elif"),))
    arena = arenas.open_arena(a_class, lab, by=mara)
    pages = PAGES | {f"students/{elif_.pk}/": "Class", f"arena/{arena.pk}/": "Arena"}
    for address, words in pages.items():
        answer = page_of_mara.get(f"/classes/{a_class.pk}/{address}")
        assert answer.status_code == 200, address
        assert links_of(answer.content.decode()) == (LINKS, [words]), address


def test_who_does_not_teach_sees_what_is_theirs(a_class: Class, lab: Lab, operator: User, sign_in: SignIn) -> None:
    """An operator sets no pace and sees no arena; a student has none of it."""
    (elif_,) = fill(a_class, lab, (Story("Elif"),))
    seen = sign_in(operator).get(f"/classes/{a_class.pk}/wall/").content.decode()
    assert links_of(seen) == (["Wall", "Help", "Report", "Projector", "Class"], ["Wall"])
    assert "class-nav" not in sign_in(elif_).get(f"/classes/{a_class.pk}/").content.decode()


def test_an_archived_class_has_no_pace(a_class: Class, page_of_mara: Client, mara: User) -> None:
    """Its page has neither roster nor modules any more."""
    cohorts.archive(a_class, by=mara)
    seen = page_of_mara.get(f"/classes/{a_class.pk}/").content.decode()
    assert "Pace" not in links_of(seen)[0]
    for part in ("roster", "modules", "instructors"):
        assert f'href="/classes/{a_class.pk}/{part}"' not in seen
        assert "<textarea" not in page_of_mara.get(f"/classes/{a_class.pk}/{part}").content.decode()


def test_labs_are_listed_as_the_course_counts_them(a_class: Class, page_of_mara: Client) -> None:
    """By their codes, and not by the names of their folders, in *Pace* and in *Arena*."""
    broken = Break("secret", "reference.py")
    labs = (replace(make_lab("apple", number=2), break_=broken), replace(make_lab("zebra", number=1), break_=broken))
    pack_store.put(make_pack(*labs))
    for address in ("pace/", "arena/"):
        seen = page_of_mara.get(f"/classes/{a_class.pk}/{address}").content.decode()
        assert re.findall(r"<option value=\"([a-z]+)\">[A-Z]\d\d ", seen) == ["zebra", "apple"], address
