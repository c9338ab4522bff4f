"""The language in which a person is spoken to: their own, else that of their browser, else the server's."""

from typing import Any

from django.conf import settings

from quintain.accounts.models import User
from quintain.web.languages import is_offered, negotiate_headers


def own_language(person: object) -> str | None:
    """Return the language that a person has chosen; None for none, for nobody, and for one that is not offered now."""
    code = person.language if isinstance(person, User) else None
    return code if code and is_offered(code) else None


def language_of_socket(scope: Any) -> str:  # Any: channels types each key
    """Return the language for who has opened a socket; its cookies are read already."""
    return own_language(scope.get("user")) or negotiate_headers(scope.get("headers", ()), scope.get("cookies", {}))


def language_for(person: User, asked_in: str = "") -> str:
    """Return the language for somebody who is not here now: their own, or that in which they asked for something."""
    return own_language(person) or (asked_in if is_offered(asked_in) else settings.LANGUAGE_CODE)


def choose_language(person: User, code: str | None) -> None:
    """Keep the language that a person has chosen for themselves; None for that of the browser."""
    person.language = code
    person.save(update_fields=["language"])
