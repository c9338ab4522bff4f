"""Pages that belong to no other room."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import override
from django.views.decorators.http import require_safe
from django.views.i18n import JavaScriptCatalog

from quintain.web import translations


@login_not_required
@require_safe
def words(request: HttpRequest, language: str, stamp: str) -> HttpResponseBase:
    """Give the texts that scripts show in a language; the address changes with them."""
    if not stamp or stamp != translations.stamp(language):
        raise Http404
    with override(language):
        response = JavaScriptCatalog.as_view(domain=translations.DOMAIN)(request)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
