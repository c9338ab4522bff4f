"""A learner asks whether a version is affected."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_each_version_of_each_record_has_its_answer(exhibit: Open) -> None:
    """By keyboard, from the first version to the last."""
    shown = exhibit("osv-ranges")
    for record in data_of("osv-ranges")["records"]:
        shown.get_by_label(f"{record['package']}, {record['id']}", exact=True).check()
        for each in record["versions"]:
            expect(shown.locator(".answer span")).to_contain_text(f"{record['package']} {each['version']},")
            expect(shown.locator(".answer b")).to_have_text("Affected" if each["affected"] else "Not affected")
            shown.get_by_role("slider").press("ArrowRight")
