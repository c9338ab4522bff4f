"""An empty database of this version, for tests that start servers: the migrations take longer than many of them."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from quintain.web.folder import DataFolder

MIGRATE = "import django; django.setup(); from django.core.management import call_command; call_command('migrate')"


@cache
def migrated_database() -> Path:
    """Return the database of this process, which nobody changes."""
    folder = Path(tempfile.mkdtemp(prefix="quintain-database-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    kept = {name: value for name, value in os.environ.items() if name != "QUINTAIN_DATABASE_URL"}
    settings = {"QUINTAIN_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "quintain.server.settings"}
    command = [sys.executable, "-c", MIGRATE]
    subprocess.run(command, check=True, capture_output=True, env=kept | settings, timeout=120)
    return DataFolder(folder).database


def put_database(data: Path) -> None:
    """Give a data folder that has no database an empty one, as a server leaves it that stopped before anybody came."""
    folder = DataFolder(data)
    if not folder.database.exists():
        folder.prepare()
        shutil.copy(migrated_database(), folder.database)
        folder.database.chmod(0o600)
