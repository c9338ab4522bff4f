"""The texts that two people type together, as one document of Yjs; knows neither Django nor sockets."""

from collections.abc import Mapping
from typing import Final

from pycrdt import Doc, Text

from quintain.coedit.updates import hold_state, hold_update

LARGEST_TEXT_BYTES: Final = 256 * 1024
LARGEST_STATE_BYTES: Final = 3 * 1024 * 1024


class Overgrown(Exception):  # noqa: N818  it says what the document is
    """The texts, or their history, have become too large to go on."""


class SharedDocument:
    """Texts by their names. What two people do at the same time is merged, in whatever order it arrives."""

    def __init__(self, names: tuple[str, ...], state: bytes = b"") -> None:
        self.names = names
        self._load(state)

    def _load(self, state: bytes) -> None:
        self._doc: Doc[Text] = Doc()
        self._texts = {name: self._doc.get(name, type=Text) for name in self.names}
        self._bytes = len(state)
        if state:
            self._doc.apply_update(state)

    def texts(self) -> dict[str, str]:
        """Return every text."""
        return {name: str(text) for name, text in self._texts.items()}

    def put(self, name: str, text: str) -> bytes:
        """Make one text what it should be by one change in its middle; return the update, empty if there is none."""
        shared = self._texts[name]
        old, new, before = str(shared).encode(), text.encode(), self._doc.get_state()
        start, end = _differing(str(shared), text)
        if old == new:
            return b""
        with self._doc.transaction():
            if len(old) - end > start:
                del shared[start : len(old) - end]
            if len(new) - end > start:
                shared.insert(start, new[start : len(new) - end].decode())
        return self._grown(self._doc.get_update(before))

    def apply(self, update: bytes) -> None:
        """Merge an update that somebody sent; one that is known already changes nothing.

        Raises:
            Unfit: it is no update of plain text in these files.
            Overgrown: a text is above 256 KiB now, or the document with its history above 3 MiB.

        """
        hold_update(update, self.names)
        self._doc.apply_update(update)
        self._grown(update)

    def state(self) -> bytes:
        """Return the whole document, as one update."""
        return self._doc.get_update()

    def vector(self) -> bytes:
        """Return how much of each client it has."""
        return self._doc.get_state()

    def since(self, vector: bytes) -> bytes:
        """Return an update with what somebody lacks.

        Raises:
            Unfit: it is no state vector.

        """
        hold_state(vector)
        return self._doc.get_update(vector)

    def _grown(self, update: bytes) -> bytes:
        self._bytes += len(update)
        if self._bytes > LARGEST_STATE_BYTES:
            self._load(self.state())  # without what came twice, and what waits for something that never comes
        if self._bytes > LARGEST_STATE_BYTES or any(len(text) > LARGEST_TEXT_BYTES for text in self._texts.values()):
            raise Overgrown
        return update


def _differing(old: str, new: str) -> tuple[int, int]:
    """Return how many bytes of UTF-8 two texts share at their beginning and, beside these, at their end."""
    start = 0
    most = min(len(old), len(new))
    while start < most and old[start] == new[start]:
        start += 1
    end = 0
    while end < most - start and old[len(old) - 1 - end] == new[len(new) - 1 - end]:
        end += 1
    return len(old[:start].encode()), len(old[len(old) - end :].encode())


def seeded(texts: Mapping[str, str]) -> SharedDocument:
    """Return a document that begins with these texts."""
    document = SharedDocument(tuple(texts))
    for name, text in texts.items():
        document.put(name, text)
    return document
