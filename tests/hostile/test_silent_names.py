"""An author's server of names that never answers does not hold an operator's download for ever."""

import io
import socket
import threading
from collections.abc import Iterator

import pytest

from quintain.packs.packed.errors import PackFileRefused
from quintain.server.pack_download import Reach, download


@pytest.fixture
def silence(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Look up names as a system does whose server of names says nothing, until the event is set."""
    over = threading.Event()

    def wait(*_words: object, **_named: object) -> list[object]:
        over.wait(60)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", wait)
    yield over
    over.set()


@pytest.mark.parametrize(
    ("reach", "says"),
    [
        (Reach(lookup_seconds=0.05), "https://example.org/x.zip has a name that nobody looks up within 0 seconds."),
        (Reach(most_seconds=0.05), "https://example.org/x.zip takes longer than 0 seconds."),
    ],
)
def test_a_name_that_is_not_looked_up_ends_the_download(silence: threading.Event, reach: Reach, says: str) -> None:
    """By a limit of its own, and by that of the whole download, while the resolver still waits."""
    with pytest.raises(PackFileRefused) as refused:
        download("https://example.org/x.zip?secret", io.BytesIO(), reach)
    assert refused.value.sentence == says
    assert not silence.is_set()


def test_a_name_that_leads_nowhere_is_told_as_that(silence: threading.Event) -> None:
    """What the resolver says counts as soon as it says it."""
    silence.set()
    with pytest.raises(PackFileRefused, match="has a name that leads nowhere"):
        download("https://example.org/x.zip", io.BytesIO())
