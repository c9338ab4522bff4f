"""A server does by itself what is due: erasing the work of old classes, and what is left of erasures."""

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from quintain.accounts.people.sanitizing import MARK
from quintain.server.drafts import PREFIX
from quintain.web.folder import DataFolder
from tests.courses import small_course

MAKE = """
import django; django.setup()
from datetime import date, timedelta
from uuid import uuid4
from django.core.management import call_command; call_command("migrate", verbosity=0)
from django.utils import timezone
from quintain.accounts.models import Membership, User
from quintain.attempts.models import Workspace
from quintain.cohorts.models import Class
day = date(2026, 5, 3)
for days in (31, 1):
    at = timezone.now() - timedelta(days=days)
    made = Class.objects.create(title="c", course="x", starts_on=day, ends_on=day, time_zone="UTC", archived_at=at)
    person = User.objects.create_user(f"p{days}", "P")
    Membership.objects.create(person=person, in_class=made, role="student")
    Workspace.objects.create(user=person, lab=uuid4())
"""


@pytest.mark.slow
@pytest.mark.whole
def test_old_work_goes_soon_after_the_start(tmp_path: Path) -> None:
    """With QUINTAIN_RETENTION_DAYS set; work that is younger stays. An erasure that was cut off is finished as well."""
    data = tmp_path / "data"
    DataFolder(data).prepare()
    kept = {name: value for name, value in os.environ.items() if name != "QUINTAIN_DATABASE_URL"}
    environment = kept | {"QUINTAIN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "quintain.server.settings"}
    subprocess.run([sys.executable, "-c", MAKE], check=True, env=environment, timeout=120)
    unfinished = data / f"{MARK}of-a-killed-process"
    unfinished.touch()
    abandoned = data / f"{PREFIX}of-a-killed-start"
    abandoned.mkdir()
    (abandoned / "lock").touch()
    copy = data / "before-migration-2026-01-01T000000Z.sqlite3"
    copy.touch()
    where = ("--host", "127.0.0.1", "--port", "0", "--data", str(data), "--pack", str(small_course()))
    code = "from quintain.cli.serve import serve; serve()"
    server = subprocess.Popen(
        [sys.executable, "-c", code, "--no-browser", *where],
        stdout=subprocess.DEVNULL,
        env=kept | {"QUINTAIN_RETENTION_DAYS": "30"},
    )
    try:
        for _ in range(120):
            time.sleep(0.5)
            with closing(sqlite3.connect(data / "quintain.sqlite3", timeout=10)) as database:
                left = database.execute(
                    "SELECT username FROM attempts_workspace JOIN accounts_user ON accounts_user.id = user_id"
                ).fetchall()
            if len(left) < 2 and not list(data.glob(f"{MARK}*")):
                break
    finally:
        server.kill()
        server.wait()
    assert left == [("p1",)]
    assert not any(path.exists() for path in (unfinished, copy, abandoned))
