"""A class of twelve with students in varied states, for journeys of instructors and students together."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .windows import Complaints

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from .conftest import Classroom

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Filled:
    """A classroom with a class of twelve, and the sessions of its people."""

    room: Classroom
    instructor: str
    student: str
    address: str
    other_student: str
    student_id: str
    second_student: str
    third_student: str

    def open(self, browser: Browser, session: str, **options: Any) -> tuple[BrowserContext, Page, Complaints]:
        """Open a window as a person."""
        context = browser.new_context(**options)
        url = f"http://127.0.0.1:{self.room.port}"
        context.add_cookies([{"name": f"quintain-session{self.room.port}", "value": session, "url": url}])
        page, complaints = context.new_page(), Complaints()
        page.on("console", complaints.listen)
        page.on("pageerror", lambda error: complaints.lines.append(str(error)))
        return context, page, complaints

    def url(self, path: str) -> str:
        """Return an address of the server."""
        return f"http://127.0.0.1:{self.room.port}{path}"


def start_filling(room: Classroom, *words: str) -> subprocess.Popen[str]:
    """Start the program that fills classes in a running classroom."""
    command = (sys.executable, "-m", "tests.dashboards.fill", str(room.data), *words)
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def read_filled(room: Classroom, program: subprocess.Popen[str]) -> Filled:
    """Return the class that it fills next."""
    assert program.stdout
    rows = [program.stdout.readline().split() for _ in range(4)]
    assert all(rows), "the class was not filled"
    return Filled(room, rows[0][0], rows[1][0], rows[0][1], rows[2][2], rows[1][2], rows[2][0], rows[3][0])
