"""The steps of a simulated student in a lab, over HTTP, each with its time: for the rehearsal and the benches."""

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

ASK_SECONDS: Final = 0.25
UNDER_WAY: Final = frozenset({"waiting", "running"})


@dataclass(slots=True)
class Times:
    """Seconds, by what was done. ``faults`` says in words what went wrong."""

    taken: dict[str, list[float]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, name: str, seconds: float) -> None:
        """Note how long something took."""
        self.taken.setdefault(name, []).append(seconds)

    def percentile(self, name: str, share: float) -> float:
        """Return a percentile of what was taken; the largest, if there is little, and 0 if there is nothing."""
        values = sorted(self.taken.get(name, [0.0]))
        return values[min(len(values) - 1, int(share * len(values)))]


async def open_workbench(browser: httpx.AsyncClient, lab: str, times: Times) -> int:
    """Open a lab's workbench, and return the revision of its first file."""
    began = time.monotonic()
    page = await browser.get(f"/labs/{lab}/fix/")
    page.raise_for_status()
    times.add("page", time.monotonic() - began)
    match = re.search(r'"revision": (\d+)', page.text)
    return int(match[1]) if match else 0


async def save_file(browser: httpx.AsyncClient, lab: str, path: str, text: str, *, revision: int, times: Times) -> int:
    """Save a file, and return its new revision."""
    began = time.monotonic()
    saved = await browser.put(f"/labs/{lab}/files", json={"path": path, "text": text, "revision": revision})
    saved.raise_for_status()
    times.add("save", time.monotonic() - began)
    return int(saved.json()["revision"])


async def hand_in(browser: httpx.AsyncClient, lab: str) -> str:
    """Hand the saved files to the judge, and return the address of the report."""
    created = await browser.post(f"/labs/{lab}/submissions", json={"kind": "verdict"})
    created.raise_for_status()
    return str(created.json()["url"])


async def wait_for_report(browser: httpx.AsyncClient, url: str, ask_seconds: float = ASK_SECONDS) -> dict[str, Any]:
    """Return the report of what was handed in, once it is judged. Any: the values of JSON."""
    while True:
        answer = await browser.get(url)
        answer.raise_for_status()
        report: dict[str, Any] = answer.json()
        if report["state"] not in UNDER_WAY:
            return report
        await asyncio.sleep(ask_seconds)
