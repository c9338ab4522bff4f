"""What one server keeps, others know: passcodes, used codes, who is here, and the keys of certificates."""

import base64
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from quintain.accounts.models import User
from quintain.accounts.sessions import presence
from quintain.certificates import key_store, keys, queries
from quintain.certificates.models import SharedKeys
from quintain.certificates.signatures import read_signed, sign
from quintain.packs.model.pack import Pack
from quintain.server.housekeeping import _forget_what_is_over
from quintain.web.folder import DataFolder
from tests.at_once import at_once
from tests.dashboards.filling import make_class, make_instructor
from tests.people import make_student
from tests.server.jobs.workers import rows

PASSCODE = r">([2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4})<"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("course")]


@pytest.fixture
def folders(settings: Settings, tmp_path: Path) -> list[DataFolder]:
    """Return the data folders of two servers."""
    made = [DataFolder(tmp_path / name) for name in ("one", "two")]
    for each in made:
        each.root.mkdir()
    settings.DATA = made[0]
    return made


def test_a_passcode_is_shown_by_another_server_and_is_not_in_the_database(settings: Settings, course: Pack) -> None:
    """The table of what is kept for minutes has it sealed, and forgets it."""
    settings.CLASSROOM = True
    a_class = make_class(make_instructor("mara", "Mara"))
    browser = Client()
    assert browser.post(reverse("join"), {"code": a_class.join_code, "name": "Zoë"}).status_code == 302
    page = browser.get(reverse("joined")).content.decode()
    (passcode,) = re.findall(PASSCODE, page)
    ((kept,),) = rows("SELECT value FROM quintain_cache")
    assert passcode not in kept + base64.urlsafe_b64decode(json.loads(kept)).decode("latin-1")
    rows("UPDATE quintain_cache SET expires = now() - interval '1 second'")
    assert re.findall(PASSCODE, browser.get(reverse("joined")).content.decode()) == []
    _forget_what_is_over()
    assert rows("SELECT count(*) FROM quintain_cache") == [(0,)]


def test_a_page_that_is_open_at_another_server_counts(settings: Settings) -> None:
    """For a minute and a half after that server's last word; and so does that somebody came back there."""
    settings.CLASSROOM = True
    person, now = make_student("zoe", "Zoë"), timezone.now()
    presence.PAGES.open(person.pk)
    try:
        presence.note_open()
    finally:
        presence.PAGES.close(person.pk)
    person.refresh_from_db()
    assert person.open_at
    assert presence.is_here(person, now)
    assert not presence.is_here(person, now + timedelta(minutes=2))
    User.objects.filter(pk=person.pk).update(seen_at=now - timedelta(hours=1))
    presence.note_seen(person.pk)
    person.refresh_from_db()
    assert person.back_at


def test_servers_sign_with_one_key(settings: Settings, folders: list[DataFolder]) -> None:
    """Those that make the first one at once too; each publishes what another one signs with, and neither has a file."""
    assert queries.key_set() == {"keys": []}
    made = at_once(lambda _: key_store.open_ring().current.public.kid, range(4))
    assert len(made) == 4
    assert len(set(made)) == 1
    signed = sign({"says": "so"}, key_store.open_ring().current)
    settings.DATA = folders[1]
    assert read_signed(signed, keys.read_key_set(json.dumps(queries.key_set()))) == {"says": "so"}
    second = key_store.rotate()
    settings.DATA = folders[0]
    assert key_store.open_ring().current.public.kid == second.current.public.kid
    assert read_signed(signed, key_store.public_keys()) == {"says": "so"}
    assert key_store.rotate(is_compromised=True).public.keys() == key_store.public_keys().keys()
    assert len(key_store.public_keys()) == 1
    assert not any(list(folder.root.iterdir()) for folder in folders)


def test_keys_of_servers_that_were_alone_are_taken_over(settings: Settings, folders: list[DataFolder]) -> None:
    """The first one signs, all check, and the files are put aside."""
    rings = [keys.open_ring(folder.certificate_keys) for folder in folders]
    key_store.take_over()
    settings.DATA = folders[1]
    key_store.take_over()
    key_store.take_over()
    assert key_store.open_ring().current.public.kid == rings[0].current.public.kid
    assert key_store.public_keys().keys() == rings[0].public.keys() | rings[1].public.keys()
    assert [folder.certificate_keys.exists() for folder in folders] == [False, False]
    assert (folders[1].root / "certificate-keys.json.in-database").exists()


def test_a_copy_of_the_database_signs_nothing(settings: Settings, folders: list[DataFolder]) -> None:
    """The private key is sealed with the secret key; with another one, certificates are still checked."""
    first = key_store.open_ring().current.public.kid
    row = SharedKeys.objects.get()
    assert '"d"' not in row.public + row.private
    settings.SECRET_KEY = "x" * 40
    with pytest.raises(keys.KeysUnreadable, match="another secret key"):
        key_store.open_ring()
    assert list(key_store.public_keys()) == [first]
    assert first in key_store.rotate().public
    assert key_store.open_ring().current.public.kid != first


def test_a_server_that_is_alone_again_has_the_keys_in_its_folder(settings: Settings, folders: list[DataFolder]) -> None:
    """It signs with the same key, as far as it has the secret key; with another one it still checks."""
    first = key_store.open_ring().current.public.kid
    second = key_store.rotate().current.public.kid
    settings.IS_GROWN = False
    assert queries.key_set()["keys"][0]["kid"] == second
    key, settings.SECRET_KEY = settings.SECRET_KEY, "x" * 40
    with pytest.raises(keys.KeysUnreadable):
        key_store.open_ring()
    assert key_store.public_keys().keys() == {first, second}
    settings.SECRET_KEY = key
    assert key_store.open_ring().current.public.kid == second
    assert key_store.open_ring().public.keys() == key_store.public_keys().keys() == {first, second}
    assert folders[0].certificate_keys.exists()
    assert not SharedKeys.objects.exists()
