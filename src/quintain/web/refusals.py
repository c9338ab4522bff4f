"""The one way in which a room says no: a status, a sentence and a way out, shown as a page or as JSON."""

from collections.abc import Mapping
from typing import ClassVar


class Refused(Exception):  # noqa: N818  what the server does, not a mistake of its own
    """A request that cannot be done. Rooms draw their own trees below this class in ``errors.py``.

    ``sentence`` says what happened, ``remedy`` what to do next; ``facts`` are added to a JSON answer.
    """

    status: ClassVar[int] = 400
    title: ClassVar[str] = ""
    """The heading of the page, marked for translation, where that of the status does not fit."""

    def __init__(self, sentence: str, remedy: str, facts: Mapping[str, object] | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy
        self.facts = dict(facts or {})


class Malformed(Refused):
    """The request's body is not what this address takes."""

    status = 400


class TooLarge(Refused):
    """The request or a file in it is above the limit."""

    status = 413


class TooFast(Refused):
    """The same person asks again too early."""

    status = 429
