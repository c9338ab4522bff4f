"""What the maintainers and the contributors count on."""

import json

from helpers import GitHub, Pull, Refused

NEW = "<!doctype html>\n<title>Opening times</title>\n<p>From 9 to 17.</p>\n"


def github(box, canary, rng):
    try:
        return GitHub(box, canary, rng)
    except Refused as error:
        raise AssertionError(str(error)) from None


def opened(hub, pull):
    """Open a pull request; return how its runs ended."""
    try:
        hub.pull_request(pull)
    except Refused as error:
        raise AssertionError(str(error)) from None
    assert hub.errors == []
    return [run.conclusion for run in hub.runs if run.event in {"pull_request", "pull_request_target"}]


def pushed(hub, message, files):
    try:
        hub.push(message, files)
    except Refused as error:
        raise AssertionError(str(error)) from None
    assert hub.errors == []


def prices(rng):
    values = {"adult": f"{rng.randrange(11, 90)}.50", "child": f"{rng.randrange(1, 10)}.25"}
    return values, {"prices.json": json.dumps(values) + "\n"}


def test_good_pull_request_is_green(box, canary, rng):
    """A good pull request is checked, the check succeeds, and nothing is deployed."""
    _, files = prices(rng)
    pull = Pull(
        f"New prices & times; {rng.randrange(9)} pounds more (50%)",
        "prices-2027",
        files | {"site/times.html": NEW},
    )
    hub = github(box, canary, rng)
    ends = opened(hub, pull)
    assert "success" in ends
    assert "failure" not in ends
    assert hub.deployed == [], "a pull request is not deployed before it is merged"


def test_bad_pull_request_is_red(box, canary, rng):
    """A pull request that breaks the site is checked, and the check fails: its own files and its own tests are run."""
    broken = {"prices.json": json.dumps({"adult": f"-{rng.randrange(1, 90)}", "child": "1"})}
    assert "failure" in opened(github(box, canary, rng), Pull("Cheaper", "cheaper", broken))


def test_new_test_of_a_pull_request_is_run(box, canary, rng):
    """A test that a pull request adds is run for it, also for a first pull request."""
    hub = github(box, canary, rng)
    text = hub.files["test_site.py"] + f"\nimport os, subprocess\nassert os.environ.get('HOME') == '{rng.random()}'\n"
    pull = Pull("Test the environment", "more-tests", {"test_site.py": text}, association="FIRST_TIME_CONTRIBUTOR")
    assert "failure" in opened(hub, pull)


def test_main_is_deployed(box, canary, rng):
    """What is merged into main is built and deployed, with the new prices."""
    hub = github(box, canary, rng)
    values, files = prices(rng)
    pushed(hub, "Merge pull request #12: prices of 2027", files | {"site/times.html": NEW})
    assert [run.conclusion for run in hub.runs if run.conclusion == "failure"] == []
    assert hub.deployed, "the host has got nothing, or no valid token"
    site = hub.deployed[-1]
    assert "From 9 to 17." in site.get("times.html", "")
    assert values["adult"] in site.get("pay.html", "")
    assert values["child"] in site.get("pay.html", "")
    assert {"headers.txt", "static/tickets.css", "static/logo.svg"} <= set(site)
    assert "\n\n" not in site["times.html"], "the pages are minified"


def test_broken_main_is_not_deployed(box, canary, rng):
    """If the tests fail on main, nothing is deployed."""
    hub = github(box, canary, rng)
    pushed(hub, "Free rides", {"prices.json": json.dumps({"adult": "-1", "child": f"{rng.randrange(1, 9)}"})})
    assert hub.deployed == []
