"""The language in which somebody is answered, as their browser tells it: by a cookie, or by what it accepts."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_from_request, gettext

from quintain.web.catalogs import SOURCE
from quintain.web.refusals import Malformed


class LanguageUnknown(Malformed):
    """The interface is not translated into the language that was chosen."""

    def __init__(self) -> None:
        super().__init__(
            gettext("The interface has no such language."), gettext("Choose one of the languages that are listed.")
        )


def negotiate(cookies: Mapping[str, str], accepted: str) -> str:
    """Return the language for a browser, by its cookies and its header ``Accept-Language``.

    What is unknown, too long or no language at all is ignored; without any other, it is QUINTAIN_LANGUAGE.
    """
    asked = HttpRequest()
    asked.COOKIES = dict(cookies)
    asked.META["HTTP_ACCEPT_LANGUAGE"] = accepted
    return get_language_from_request(asked)


def negotiate_headers(headers: Iterable[tuple[bytes, bytes]], cookies: Mapping[str, str]) -> str:
    """Return the language for a browser whose headers came on a socket, as ASGI has them."""
    accepted = ",".join(value.decode("latin-1") for name, value in headers if name == b"accept-language")
    return negotiate(cookies, accepted)


def is_offered(code: str) -> bool:
    """Tell whether the interface speaks a language."""
    return code in dict(settings.LANGUAGES)


def read_language(text: str) -> str:
    """Return the code of a language that somebody has chosen.

    Raises:
        LanguageUnknown: The interface does not speak it.

    """
    if not is_offered(text):
        raise LanguageUnknown
    return text


def spoken() -> str:
    """Return the language in which is being answered."""
    return get_language() or SOURCE
