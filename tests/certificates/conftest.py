"""A server that offers certificates, people who have earned one, and one that was really issued."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from quintain.accounts.limits.rate_limits import THROTTLE
from quintain.accounts.models import User
from quintain.attempts.models import Workspace
from quintain.catalog import pack_store
from quintain.certificates import keys, papers
from quintain.certificates.credential import Issuer
from quintain.certificates.keys import KeyRing
from quintain.certificates.papers import Paper
from quintain.certificates.requirements import Requirement
from quintain.cohorts.models import Class
from quintain.packs.model.pack import Pack
from quintain.web.folder import DataFolder
from tests.certificates.making import paper_text
from tests.classroom import ASSESSMENT
from tests.dashboards.conftest import SignIn, a_class, mara, operator, page_of_mara, sign_in
from tests.dashboards.filling import Story, fill

__all__ = ["SignIn", "a_class", "mara", "operator", "page_of_mara", "sign_in"]

ISSUER = Issuer("http://testserver", "Example School")
ISSUED = datetime(2027, 6, 14, 12, tzinfo=UTC)

type Prove = Callable[..., User]


@pytest.fixture(scope="session")
def ring_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with a signing key, which takes long to make."""
    path = tmp_path_factory.mktemp("keys") / "certificate-keys.json"
    keys.open_ring(path)
    return path


@pytest.fixture(scope="session")
def ring(ring_file: Path) -> KeyRing:
    """Return the keys of that file."""
    return keys.open_ring(ring_file)


@pytest.fixture(scope="session")
def paper() -> Paper:
    """Return a certificate without its credential, really typeset."""
    return papers.typeset(paper_text(), ISSUED)


@pytest.fixture
def offered(settings: Settings, course: Pack, tmp_path: Path, ring_file: Path) -> Settings:
    """Offer a certificate for both labs of the small course."""
    THROTTLE.clear()
    settings.CERTIFICATE = Requirement(labs=None)
    settings.CERTIFICATE_ISSUER = ISSUER.name
    settings.CERTIFICATE_ALONE = False
    settings.PUBLIC_URL = ""
    settings.DATA = DataFolder(tmp_path)
    settings.DATA.certificate_keys.write_bytes(ring_file.read_bytes())
    return settings


@pytest.fixture
def quick_papers(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the same page on each certificate, where a test is not about what the page shows."""
    monkeypatch.setattr(papers, "typeset", lambda *_: paper)
    monkeypatch.setattr(papers, "attach", lambda made, token, _: made.pdf + token.encode())


@pytest.fixture
def seat(a_class: Class, course: Pack) -> Prove:
    """Return what seats a student who has proven as many labs as are named."""

    def seated(name: str, *labs: str) -> User:
        (person,) = fill(a_class, course.labs["shop"], (Story(name),))
        prove(person, course, *labs)
        return person

    return seated


def prove(person: User, course: Pack, *labs: str) -> None:
    """Have the judge have proven these labs for somebody."""
    for slug in labs:
        Workspace.objects.update_or_create(
            user=person, lab=course.labs[slug].uuid, defaults={"proven_at": timezone.now()}
        )


@pytest.fixture
def with_assessment(course: Pack) -> Callable[[], None]:
    """Return what gives the course its test."""

    def put() -> None:
        pack_store.put(replace(course, assessment=ASSESSMENT))

    return put
