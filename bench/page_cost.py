"""Measures what a page costs the server: processor time, and queries to the database.

    python -m bench.page_cost [--rounds 30] [--profile fix]

Twelve students of a class ask for each page in turn, through all middleware, in one thread without a network. The time
is the thread's processor time, in milliseconds and beside that of a loop of a hundred thousand squares, which
tells how fast this machine was meanwhile.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from cProfile import Profile
from http import HTTPStatus
from pathlib import Path
from pstats import Stats
from typing import Any, Final

from bench.serving import environment, free_port, prepare

PAGES: Final[Mapping[str, str]] = {
    "home": "/",
    "lesson": "/topics/sql-injection/",
    "find": "/labs/blind-sql/find/",
    "break": "/labs/blind-sql/break/",
    "fix": "/labs/blind-sql/fix/",
}
STUDENTS: Final = 12
MEASURE: Final = """
import sys
from pathlib import Path
from quintain.cli.serve import settle
from quintain.server.starting import load_course
from quintain.web.folder import DataFolder
folder, pack, port = DataFolder(Path(sys.argv[1])), Path(sys.argv[2]), int(sys.argv[3])
course = load_course(pack)
settle(folder, course.root, ("127.0.0.1",), port)
from quintain.server.database import open_database
open_database(folder, course)
from bench.page_cost import measure
measure(sys.argv[4], int(sys.argv[5]), sys.argv[6])
"""


def measure(sessions: str, rounds: int, profiled: str) -> None:
    """Ask for each page as each student so often, and print what it took. Needs Django to be set up."""
    from django.conf import settings  # noqa: PLC0415  these need Django to be set up
    from django.db import connection  # noqa: PLC0415  as above
    from django.test import override_settings  # noqa: PLC0415  as above

    from quintain.server.page_threads import Handler  # noqa: PLC0415  as above

    handler, asked = Handler(), 0
    waiting = {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}
    override_settings(TASKS=dict.fromkeys(settings.TASKS, waiting)).enable()  # no judge beside it

    def count(execute: Any, *given: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*given)

    def ask(path: str, session: str) -> float:
        cookie = f"{settings.SESSION_COOKIE_NAME}={session}".encode()
        headers = [(b"host", b"127.0.0.1"), (b"cookie", cookie)]
        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": headers}
        before = time.thread_time()
        answer = handler.answer(scope | {"scheme": "http", "http_version": "1.1", "server": ("127.0.0.1", 80)}, b"")
        if answer.status != HTTPStatus.OK:
            raise SystemExit(f"{path} answers {answer.status}.")
        return (time.thread_time() - before) * 1000

    def loop(_: int) -> float:
        before = time.thread_time()
        sum(number * number for number in range(100_000))
        return (time.thread_time() - before) * 1000

    print(f"{'page':8}{'queries':>9}{'ms p50':>9}{'ms p95':>9}{'loops':>9}")
    for name, path in PAGES.items():
        for session in sessions.split(","):
            ask(path, session)
        with ExitStack() as stack:
            asked = 0
            stack.enter_context(connection.execute_wrapper(count))
            ask(path, sessions.split(",", maxsplit=1)[0])
        queries, profile, bare = asked, Profile(), statistics.median(map(loop, range(20)))
        if name == profiled:
            profile.enable()
        times = sorted(ask(path, session) for _ in range(rounds) for session in sessions.split(","))
        profile.disable()
        median, most = statistics.median(times), times[len(times) * 95 // 100]
        print(f"{name:8}{queries:9}{median:9.1f}{most:9.1f}{median / bare:9.1f}", flush=True)
        if name == profiled:
            Stats(profile).sort_stats("tottime").print_stats(45)
            Stats(profile).sort_stats("cumtime").print_stats("quintain", 60)


def main() -> None:
    """Prepare a class and measure in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--profile", choices=PAGES, default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="quintain-cost-") as folder:
        data, port = Path(folder), free_port()
        made = prepare(data, port, "make_class", STUDENTS, is_classroom=True)
        command = [sys.executable, "-c", MEASURE, folder, str(Path("content/python-security").resolve()), str(port)]
        command += [",".join(made["sessions"]), str(asked.rounds), asked.profile]
        subprocess.run(command, check=True, env=environment(is_classroom=True))


if __name__ == "__main__":
    main()
