"""A learner types values that are read as part of a query."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]

TREE = """list => {
  const grow = item => [item.querySelector(":scope > code").textContent,
    ...[...item.querySelectorAll(":scope > ul > li")].map(grow)];
  return grow(list.querySelector(":scope > li"));
}"""


def test_every_recorded_value_is_read_as_a_real_parser_reads_it(exhibit: Open) -> None:
    """The page's own small parser and sqlglot agree on every tree, and on what is no query."""
    shown = exhibit("bind-or-splice")
    data = data_of("bind-or-splice")
    for endpoint in data["endpoints"]:
        shown.get_by_label(endpoint["title"]).check()
        for case in (case for case in data["cases"] if case["endpoint"] == endpoint["id"]):
            shown.get_by_label("The value from the user").fill(case["value"])
            interpolated, bound = shown.locator(".exhibit-pictures > div").all()
            assert bound.locator(".outline").evaluate(TREE) == endpoint["tree"]
            expect(bound.locator(".bound code")).to_have_text(case["value"])
            if case["interpolated"]["tree"] is None:
                expect(interpolated.locator(".no-tree")).to_be_visible()
            else:
                assert interpolated.locator(".outline").evaluate(TREE) == case["interpolated"]["tree"]
            for place, answer in ((interpolated, case["interpolated"]), (bound, case["bound"])):
                expect(place.locator(".below b")).to_have_text(
                    answer.get("error") or ", ".join(answer["rows"]) or "no row"
                )


def test_a_value_of_one_s_own_is_read_and_said_not_to_be_run(exhibit: Open) -> None:
    """Typed, it changes the interpolated tree and never the bound one, and the page says that it was not run."""
    shown = exhibit("bind-or-splice")
    value = shown.get_by_label("The value from the user")
    value.fill("zoe' OR pin LIKE '%")
    expect(shown.locator(".answer")).to_contain_text("Another tree")
    expect(shown.locator(".outline .harm").first).to_have_text("OR")
    expect(shown.locator(".below").first).to_contain_text("not run")
    value.fill("O''Brien")
    expect(shown.locator(".answer")).to_contain_text("Same tree")


@pytest.mark.parametrize(
    "value",
    ["", "'", '"', "((((((", "<img src=x onerror=alert(1)>", "/*", "\U0001f9e8' --", "(" * 200, "--\u2028", "\\"],
)
def test_no_value_breaks_the_exhibit(exhibit: Open, value: str) -> None:
    """Whatever is typed is shown as text, and answered with a tree or with the reason why there is none."""
    shown = exhibit("bind-or-splice")
    shown.get_by_label("The value from the user").fill(value)
    interpolated = shown.locator(".exhibit-pictures > div").first
    expect(interpolated.locator(".outline, .no-tree")).to_have_count(1)
    expect(shown.locator("img")).to_have_count(0)
