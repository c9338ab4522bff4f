"""The header of a lab's pages."""

import pytest
from django.test import Client

from quintain.accounts.models import User

pytestmark = pytest.mark.django_db


def test_each_phase_of_a_lab_has_a_title_of_its_own(page: Client, learner: User) -> None:
    """Tabs of a browser and lists of a screen reader tell the pages of one lab apart (WCAG 2.4.2)."""
    tabs = page.get("/labs/shop/find/").context["page"].header.phases
    assert [tab.name for tab in tabs] == ["find", "fix"]
    for tab in tabs:
        shown = page.get(tab.url).content.decode()
        assert f"<title>{tab.title}: The shop · Quintain</title>" in shown
