"""Write down how long after publication an attack came, and how long poisoned releases could be installed.

The hours are those of the sources that each event names; the outcomes for each delay are computed from them.
"""

import platform
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from xml.etree import ElementTree as ET

DAY = 24


@dataclass(frozen=True)
class Event:
    """What was raced for: a fix, or a poisoned release that disappears; and how many hours there were."""

    name: str
    kind: str
    hours: float
    words: str
    source: str


def days(first: date, last: date) -> float:
    return (last - first) / timedelta(hours=1)


EVENTS = (
    Event("marimo, CVE-2026-39987", "exploit", 9 + 41 / 60, "first attack 9 hours 41 minutes after the advisory of 8 April 2026", "https://www.endorlabs.com/learn/root-in-one-request-marimos-critical-pre-auth-rce-cve-2026-39987"),
    Event("Langflow, CVE-2025-3248", "exploit", days(date(2025, 4, 7), date(2025, 5, 5)), "in the list of exploited vulnerabilities 28 days after it was published on 7 April 2025", "https://nvd.nist.gov/vuln/detail/CVE-2025-3248"),
    Event("Struts at Equifax, CVE-2017-5638", "exploit", days(date(2017, 3, 7), date(2017, 5, 13)), "attack 67 days after it was published on 7 March 2017", "https://www.spglobal.com/marketintelligence/en/news-insights/trending/96jnojwrosf8wmr6osx2aw2"),
    Event("guardrails-ai 0.10.1", "poison", 2, "found about 2 hours after its upload on 11 May 2026", "https://raw.githubusercontent.com/guardrails-ai/guardrails/main/SECURITY_ADVISORY.md"),
    Event("mistralai 2.4.6", "poison", 3, "removed 3 hours after its upload on 12 May 2026", "https://github.com/deepset-ai/haystack-core-integrations/pull/3305"),
    Event("litellm 1.82.8", "poison", 2 + 32 / 60, "in quarantine 2 hours 32 minutes after its upload on 24 March 2026", "https://blog.pypi.org/posts/2026-04-02-incident-report-litellm-telnyx-supply-chain-attack/"),
    Event("torchtriton", "poison", 5 * DAY, "could be installed for 5 days, from 25 to 30 December 2022", "https://pytorch.org/blog/compromised-nightly-dependency/"),
)  # fmt: skip
DELAYS = (0, 1, 4, 12, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY)


def lost(event: Event, delay: float) -> bool:
    """Return whether a team that installs a new version after so many hours meets the attack."""
    return delay > event.hours if event.kind == "exploit" else delay < event.hours


def words(hours: float) -> str:
    if hours == 0:
        return "at once"
    count, unit = (hours, "hour") if hours < DAY else (hours / DAY, "day")
    return f"after {count:g} {unit}{'' if count == 1 else 's'}"


def record() -> dict:
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "delays": [{"hours": hours, "words": words(hours)} for hours in DELAYS],
        "events": [asdict(each) | {"lost": [lost(each, hours) for hours in DELAYS]} for each in EVENTS],
        "tables": [
            {
                "title": "How long there was time",
                "columns": ["event", "hours", "what happened"],
                "rows": [[f"[{each.name}]({each.source})", round(each.hours, 1), each.words] for each in EVENTS],
            },
            {
                "title": "What a team meets, with one delay for everything",
                "columns": ["new versions are installed", "attacks on a known flaw", "poisoned releases"],
                "rows": [
                    [
                        words(hours),
                        *(
                            sum(lost(each, hours) for each in EVENTS if each.kind == kind)
                            for kind in ("exploit", "poison")
                        ),
                    ]
                    for hours in DELAYS
                ],
            },
        ],
    }


def draw(data: dict) -> str:
    """Draw a bar for each event on a scale of steps, from at once to 90 days."""
    left, step, top = 230, 44, 54
    height = top + 30 * len(data["events"]) + 10
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "race-still",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": "Seven events. Attacks on known flaws hit teams that are slow; poisoned releases hit teams that are fast. No single delay avoids all of them.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    write("new versions are installed", left, 16, "value")
    for column, each in enumerate(data["delays"]):
        label = {"at once": "0"}.get(
            each["words"],
            each["words"]
            .removeprefix("after ")
            .replace(" hours", " h")
            .replace(" hour", " h")
            .replace(" days", " d")
            .replace(" day", " d"),
        )
        write(label, left + step * (column + 0.5), 36, "middle")
    for row, event in enumerate(data["events"]):
        y = top + 30 * row
        write(event["name"], 4, y + 13, "")
        for column, gone in enumerate(event["lost"]):
            kind = "harm" if gone else "box"
            ET.SubElement(
                svg,
                "rect",
                {
                    "class": kind,
                    "x": f"{left + step * column + 2}",
                    "y": f"{y}",
                    "width": f"{step - 4}",
                    "height": "18",
                },
            )
    return ET.tostring(svg, encoding="unicode") + "\n"
