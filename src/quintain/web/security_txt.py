"""``/.well-known/security.txt`` (RFC 9116): where somebody who has found a vulnerability reports it."""

from datetime import UTC, datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

PATH: Final = "/.well-known/security.txt"
LIFE: Final = timedelta(days=180)  # section 2.5.5 recommends less than a year


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def security_txt(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  Django's signature
    """Return the file; 404 where the operator has named no contact."""
    if not settings.SECURITY_CONTACTS:
        raise Http404
    ends = (datetime.now(UTC) + LIFE).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [f"Contact: {contact}" for contact in settings.SECURITY_CONTACTS]
    lines += [f"Expires: {ends:%Y-%m-%dT%H:%M:%SZ}", "Preferred-Languages: en"]
    if settings.PUBLIC_URL:
        lines.append(f"Canonical: {settings.PUBLIC_URL}{PATH}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
