"""``quintain certificate`` changes the key and revokes, beside a server that runs."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.databases import put_database

PROGRAM = """
import json, sys
import django; django.setup()
from click.testing import CliRunner
from django.conf import settings
from quintain.accounts.models import AuditEntry, User
from quintain.certificates import keys
from quintain.certificates.credential import claims_of
from quintain.certificates.models import Certificate, StatusEntry
from quintain.certificates.signatures import sign
from quintain.cli.main import main
from tests.certificates.making import statement

keys.KEY_BITS = 2048  # for speed
path = settings.DATA.certificate_keys
first = keys.open_ring(path)
signed = sign(claims_of(statement()), first.current)
Certificate.objects.create(
    person=User.objects.create_user("zoe", "Zoe"), entry=StatusEntry.objects.create(index=7), is_alone=True,
    code="7KQ2XM4V", credential=signed, pdf=b"%PDF"
)

def run(*words):
    done = CliRunner().invoke(main, ["certificate", *words, "--data", str(settings.DATA.root)])
    return [done.exit_code, done.output, list(keys.load_ring(path).public)]

told = [
    run("rotate-key"), run("rotate-key", "--compromised"), run("revoke", "AAAAAAAA"),
    run("revoke", "7kq2xm4v", "--allow-another"), run("revoke", "7KQ2XM4V"),
]
path.write_text("{")
broken = CliRunner().invoke(main, ["certificate", "rotate-key", "--data", str(settings.DATA.root)])
acts = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
made = Certificate.objects.get()
print(json.dumps([list(first.public), told, broken.output, acts, made.entry.is_revoked, made.may_issue_again]))
"""


def test_an_operator_rotates_the_key_and_revokes(tmp_path: Path) -> None:
    """The audit log has each act; a damaged file of keys stays as it is."""
    data = tmp_path / "data"
    put_database(data)
    kept = {name: value for name, value in os.environ.items() if name != "QUINTAIN_DATABASE_URL"}
    settings = {"QUINTAIN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "quintain.server.settings"}
    paths = os.pathsep.join((str(Path.cwd()), *sys.path))
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        env=kept | settings | {"PYTHONPATH": paths},
    )
    assert done.returncode == 0, done.stderr
    (first,), told, broken, acts, is_revoked, may_issue_again = json.loads(done.stdout)
    rotated, compromised, unknown, revoked, again = told
    assert f"signed with the key {rotated[2][0]}." in rotated[1]
    assert rotated[2][1:] == [first]
    assert "can be checked any more" in compromised[1]
    assert len(compromised[2]) == 1
    assert compromised[2][0] not in rotated[2]
    assert unknown[:2] == [
        1,
        "Error: There is no certificate with this code. Compare it with the PDF, letter by letter.\n",
    ]
    assert "The certificate 7KQ2XM4V is revoked." in revoked[1]
    assert (again[0], "is revoked already" in again[1]) == (1, True)
    assert "Bring back your backup." in broken
    assert (data / "certificate-keys.json").read_text() == "{"
    assert acts == ["rotate-certificate-key", "rotate-certificate-key", "revoke-certificate"]
    assert (is_revoked, may_issue_again) == (True, True)
