"""Signs people in."""

import secrets

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest

from quintain.accounts.errors import LinkUnknown
from quintain.accounts.models import LEARNER, User


def sign_in_by_link(request: HttpRequest, token: str) -> User:
    """Sign the local learner in, under a fresh session key, if ``token`` is that of the server's link.

    Raises:
        LinkUnknown: The token is another one, or this server has no link.

    """
    known: str = settings.LINK_TOKEN
    if not known or not secrets.compare_digest(token.encode(), known.encode()):
        raise LinkUnknown
    learner = local_learner()
    login(request, learner, backend="django.contrib.auth.backends.ModelBackend")
    return learner


def local_learner() -> User:
    """Return the one person of solo mode, made on first use."""
    learner, _ = User.objects.get_or_create(username=LEARNER, defaults={"display_name": "Learner", "password": "!"})
    return learner
