"""The public keys of platforms, fetched when a message is to be checked, and kept for a while."""

from collections.abc import Sequence
from typing import Any, Final, override

from quintain.accounts.sso.kept_answers import KeptAnswers
from quintain.accounts.sso.requests import read_keys
from quintain.lti.outgoing import ask
from quintain.web.outgoing import Unanswered

OK: Final = 200

type Keys = Sequence[Any]
"""A JWK Set's keys: JSON of somebody else, which its reader looks at."""


class KeySets(KeptAnswers[str, Keys]):
    """Keeps the keys of platforms by their addresses."""

    @override
    def _ask(self, key: str) -> Keys:
        return _fetch(key)


KEY_SETS: Final = KeySets()


def _fetch(address: str) -> Keys:
    answer = ask(address)
    if answer.status != OK:
        raise Unanswered(f"status {answer.status}")
    return read_keys(answer.json())
