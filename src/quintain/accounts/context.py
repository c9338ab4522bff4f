"""What every page knows about accounts."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.functional import SimpleLazyObject

from quintain.accounts.sessions.activity import seconds_left


def classroom(request: HttpRequest) -> dict[str, object]:
    """Tell whether people have accounts here, and the name of the provider of single sign-on; and the languages."""
    provider = settings.OIDC_PROVIDER
    session = getattr(request, "session", None)  # a request that is refused early has none
    return {
        "classroom": settings.CLASSROOM,
        "languages": settings.LANGUAGES,
        "provider_name": provider.name if provider else "",
        "session_seconds": seconds_left(session),
        "passkeys_work": SimpleLazyObject(lambda: has_host_name(request)),
    }


def has_host_name(request: HttpRequest) -> bool:
    """Tell whether the address of this site has a name, without which no browser makes or uses a passkey."""
    host, _ = split_domain_port(request.get_host())
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return bool(host)
    return False
