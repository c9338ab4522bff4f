"""The page of the entry and exit test of a class, for its instructors."""

from dataclasses import replace

import pytest
from django.test import Client

from quintain.catalog import pack_store
from quintain.cohorts.models import Class
from quintain.packs.model.lab import Lab
from quintain.packs.model.pack import Pack
from quintain.quizzes import assessment
from quintain.quizzes.models import Occasion
from tests.classroom import ASSESSMENT
from tests.dashboards.conftest import SignIn, a_class, mara, operator, page_of_mara, sign_in
from tests.dashboards.filling import Story, fill

__all__ = ["a_class", "mara", "operator", "page_of_mara", "sign_in"]


@pytest.mark.django_db
def test_instructors_see_numbers_by_module_and_by_student(
    a_class: Class, lab: Lab, course: Pack, page_of_mara: Client, sign_in: SignIn
) -> None:
    """Not which answers somebody gave; students do not see the page."""
    pack_store.put(replace(course, assessment=ASSESSMENT))
    elif_, hugo = fill(a_class, lab, (Story("Elif"), Story("Hugo")))
    assessment.take(elif_, Occasion.ENTRY, {ASSESSMENT[0].uuid: 1})
    address = f"/classes/{a_class.pk}/assessment/"
    text = page_of_mara.get(address).content.decode()
    assert text.index("Elif") < text.index("Hugo")
    assert "<td>1</td><td>\N{EN DASH}</td>" in text
    assert "<td>50 %</td><td>\N{EN DASH}</td>" in text
    assert "It is 1." not in text
    assert sign_in(hugo).get(address).status_code == 404
