"""``python -m tests.server.moving.fill DATA_FOLDER [SUBMISSIONS]``: fills every table of a database of its own.

With texts that the two databases write in other ways, and with many submissions, if asked for.
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import django

from tests.databases import put_database

AT_ONCE = 1000
ODD = "Zoë \N{SNOWMAN} 👩‍💻 \\u0000 \t' \" \\ \r\n\x7f \N{NO-BREAK SPACE}ÿ"


def main(folder: str, submissions: int = 0) -> None:
    """Fill the database that the environment names: PostgreSQL, or else the folder's."""
    if not os.environ.get("QUINTAIN_DATABASE_URL"):
        put_database(Path(folder))
    os.environ["QUINTAIN_DATA"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "quintain.server.settings"
    django.setup()
    from quintain.attempts.models import File, Kind, State, Submission, SubmissionCounter, Workspace  # noqa: PLC0415
    from tests.accounts.test_personal_data import fill_all  # noqa: PLC0415  Django must be set up before

    for name in ("ada", "elif"):
        fill_all(name)
    for _ in range(3):
        SubmissionCounter.objects.create().delete()  # numbers that are given, and of which no row tells
    space = Workspace.objects.order_by("pk")[0]
    File.objects.filter(workspace=space).update(
        text=ODD, revision=2**62, saved_at=datetime(2026, 2, 28, 23, 59, 59, 1, UTC)
    )
    evidence = {"b": [1.0, 1e300, -0.0, 10**40, 1.5, None, True], "a": {"é": "\0 and \ud800", "": ODD}}
    Submission.objects.filter(workspace=space).update(files={ODD: ODD}, checks=[evidence], wall_seconds=0.1 + 0.2)
    for first in range(0, submissions, AT_ONCE):
        Submission.objects.bulk_create(
            Submission(
                workspace=space,
                sequence=10_000_000 + number,
                kind=Kind.VERDICT,
                number=1000 + number,
                state=State.FINISHED,
                files={"shop.py": f"number = {number}\n" * 40},
                pack_digest="sha256:p",
                lab_digest="sha256:l",
                result="proven",
                sentence="It holds.",
                checks=[{"id": f"exploits/{each}", "kind": "attack", "outcome": "repelled"} for each in range(8)],
                finished_at=datetime(2026, 3, 1, 12, 0, 0, number % 1_000_000, UTC),
            )
            for number in range(first, min(first + AT_ONCE, submissions))
        )


def begin_session() -> None:
    """Sign a person in, in the database that the environment names."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "quintain.server.settings"
    django.setup()
    from django.contrib.sessions.models import Session  # noqa: PLC0415  as above

    from quintain.accounts.models import User  # noqa: PLC0415  as above
    from quintain.cli.rehearse import session_of  # noqa: PLC0415  as above

    Session.objects.all().delete()
    session_of(User.objects.get(username="ada"))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
