"""Which channel layer the settings choose, and which addresses they refuse."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from quintain.server.valkey import layer_settings
from tests.valkey import RIGHTS

ROOT = Path(__file__).parents[2]

KEY = secrets.token_urlsafe(48)
PASSWORD = "s3cret-w0rd"


def test_without_an_address_messages_stay_in_memory() -> None:
    """Also where processes share a database."""
    for is_grown in (False, True):
        assert layer_settings("", KEY, is_grown=is_grown)["BACKEND"] == "channels.layers.InMemoryChannelLayer"


@pytest.mark.parametrize(
    "address",
    [
        f"redis://:{PASSWORD}@valkey.example.org:6379",
        f"rediss://quintain:{PASSWORD}@valkey.example.org/0?ssl_cert_reqs=required",
        f"unix://:{PASSWORD}@/run/valkey/socket",
    ],
)
def test_an_address_has_them_cross_processes(address: str) -> None:
    """As it is written."""
    made = layer_settings(address, KEY, is_grown=True)
    assert made == {"BACKEND": "quintain.web.shared_layer.SharedLayer", "CONFIG": {"address": address, "key": KEY}}


@pytest.mark.parametrize(
    ("address", "why"),
    [
        (f"valkey.example.org:6379/{PASSWORD}", "begins with redis://"),
        (f"http://:{PASSWORD}@valkey.example.org", "begins with redis://"),
        (f"redis//:{PASSWORD}@valkey.example.org", "begins with redis://"),
        (f"redis://:{PASSWORD}@valkey.example.org:port", "cannot be read"),
        (f"redis://:{PASSWORD}@valkey.example.org:99999", "cannot be read"),
        (f"redis://:{PASSWORD}@", "cannot be read"),
        (f"redis://:{PASSWORD}@[::1", "cannot be read"),
        (f"unix://:{PASSWORD}@", "cannot be read"),
        (f"redis://:{PASSWORD}@valkey.example.org/zero", "cannot be read"),
        (f"redis://:{PASSWORD}@valkey.example.org?socket_timeout=soon", "cannot be read"),
        (f"redis://:{PASSWORD}@valkey.example.org?no_such_option=1", "cannot be read"),
    ],
)
def test_an_address_that_is_none_is_refused(address: str, why: str) -> None:
    """With a sentence that names the variable, and no password."""
    with pytest.raises(ImproperlyConfigured, match=rf"QUINTAIN_VALKEY_URL {why}") as told:
        layer_settings(address, KEY, is_grown=True)
    assert PASSWORD not in str(told.value)
    assert told.value.__context__ is None


def test_without_a_shared_database_it_is_refused() -> None:
    """One process has nobody to talk to, and what it keeps in memory is its own."""
    with pytest.raises(ImproperlyConfigured, match="QUINTAIN_DATABASE_URL"):
        layer_settings("redis://valkey.example.org", KEY, is_grown=False)


def test_tests_use_the_rights_that_operators_are_told_to_give() -> None:
    """Not one command more."""
    assert RIGHTS in (ROOT / "docs/howto/serve-the-classroom.md").read_text("utf-8")


def test_a_folder_that_is_read_beside_a_server_uses_none_of_it(tmp_path: Path) -> None:
    """A backup that is restored is of one server, whatever the environment says of others."""
    code = (
        "import sys; from pathlib import Path; from quintain.server.database import load_beside;"
        "from quintain.web.folder import DataFolder; load_beside(DataFolder(Path(sys.argv[1])))"
    )
    shared = {"QUINTAIN_DATABASE_URL": "postgresql:///none", "QUINTAIN_VALKEY_URL": "redis://none"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "beside")],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | shared,
    )
    assert done.returncode == 0, done.stderr
