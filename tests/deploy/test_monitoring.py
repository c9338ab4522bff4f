"""Alerts and the dashboard ask for figures that there are, and each alert says what to do."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import promql_parser
import pytest
import yaml
from prometheus_client import CollectorRegistry

from quintain.server.watching.collectors import JobsCollector, ProcessesOwn
from quintain.server.watching.metrics import Metrics

ROOT: Final = Path(__file__).parents[2]
ALERTS: Final = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text("utf-8"))
DASHBOARD: Final = json.loads((ROOT / "deploy/grafana/quintain.json").read_text("utf-8"))
HANDBOOK: Final = "docs/howto/watch-the-servers.md"
RULES: Final = ALERTS["groups"][0]["rules"]
PARTS: Final = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "info": ("_info",)}
OF_PROMETHEUS: Final = {"up"}
INTERVAL: Final = ("$__rate_interval", "5m")


def asked(expression: str) -> set[str]:
    """Return the names of all series that an expression asks for."""
    found: set[str] = set()

    def visit(part: Any) -> None:
        if isinstance(part, promql_parser.VectorSelector):
            found.add(part.name or "")
        for name in ("lhs", "rhs", "expr", "param", "vector_selector", "vs"):
            if hasattr(part, name) and (inner := getattr(part, name)) is not None:
                visit(inner)
        for inner in getattr(part, "args", ()) or ():
            visit(inner)

    visit(promql_parser.parse(expression.replace(*INTERVAL)))
    return found


def expressions() -> Iterator[str]:
    """Yield all that is asked for."""
    yield from (rule["expr"] for rule in RULES)
    yield from (target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"])


@pytest.fixture(scope="module")
def series() -> set[str]:
    """Return the names of all series that a process tells."""
    registry = CollectorRegistry()
    Metrics("web", "1", registry)
    registry.register(ProcessesOwn())
    families = [*registry.collect()]
    names = {each.name + end for each in families for end in PARTS.get(each.type, ("",))}
    return names | {"quintain_jobs", "quintain_judges", "quintain_oldest_job_seconds", "quintain_database_up"}


@pytest.mark.django_db(transaction=True)
def test_the_figures_of_the_database_have_these_names() -> None:
    """Those that the fixture above adds by hand."""
    names = {each.name for each in JobsCollector().collect()}
    assert names == {"quintain_jobs", "quintain_judges", "quintain_oldest_job_seconds", "quintain_database_up"}


@pytest.mark.parametrize("expression", dict.fromkeys(expressions()))
def test_each_expression_is_read_and_names_series_that_there_are(expression: str, series: set[str]) -> None:
    """An alert on a name that is wrong never fires."""
    names = asked(expression)
    assert names
    assert names - OF_PROMETHEUS <= series


def test_the_parser_finds_what_is_nested() -> None:
    """So that the test above can fail."""
    found = asked('max(delta(none_such{state="dead"}[30m])) / sum by (le) (rate(other[$__rate_interval])) > 0')
    assert found == {"none_such", "other"}
    with pytest.raises(ValueError, match=r".+"):
        asked("sum by (")


def test_labels_have_values_that_there_are() -> None:
    """A state or a phase that nothing has would be zero for ever."""
    known = {
        "state": {"waiting", "running", "dead", "living", "stalled"},
        "phase": {"waiting", "judging", "storing"},
        "kind": {"tests", "verdict", "exploit", "replay", "http", "websocket"},
        "start": {"warm", "cold", "failed"},
        "status": {"2xx", "3xx", "4xx", "5xx"},
        "job": {"quintain"},
    }
    found = {pair for each in expressions() for pair in re.findall(r'(\w+)="([^"]*)"', each)}
    assert found
    assert [pair for pair in sorted(found) if pair[1] not in known[pair[0]]] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_each_alert_says_what_to_do_and_where_that_is_explained(rule: dict[str, Any]) -> None:
    """The page has a section of its name, with a sentence at least."""
    assert rule.keys() <= {"alert", "expr", "for", "labels", "annotations"}
    assert rule["labels"]["severity"] in {"critical", "warning", "info"}
    assert re.fullmatch(r"\d+[smh]", rule.get("for", "0m"))
    notes = rule["annotations"]
    assert notes.keys() == {"summary", "action", "handbook"}
    assert notes["action"].endswith(".")
    page, _, anchor = notes["handbook"].partition("#")
    assert page == HANDBOOK
    sections = re.split(r"^#+ ", (ROOT / page).read_text("utf-8"), flags=re.MULTILINE)
    titles = {re.sub(r"\W+", "-", each.partition("\n")[0].lower()).strip("-"): each for each in sections}
    assert len(titles.get(anchor, "").splitlines()) > 2, anchor


def test_the_dashboard_is_one_that_grafana_takes() -> None:
    """Panels have ids and places of their own, and none lies on another."""
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken, panel["title"]
        assert max(x for x, _ in cells) < 24
        taken |= cells
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])
    assert DASHBOARD["uid"] == "quintain"


def test_compose_watches_all_processes() -> None:
    """Each that Prometheus is told of is a service, and each service that has figures is told."""
    compose = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text("utf-8"))
    (job,) = yaml.safe_load((ROOT / "deploy/prometheus/prometheus.yml").read_text("utf-8"))["scrape_configs"]
    told = {target for each in job["static_configs"] for target in each["targets"]}
    watched = {
        f"{name}:{service['environment']['QUINTAIN_METRICS_PORT']}"
        for name, service in compose["services"].items()
        if "QUINTAIN_METRICS_PORT" in service.get("environment", {})
    }
    assert told == watched
