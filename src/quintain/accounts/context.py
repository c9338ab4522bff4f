"""What every page knows about accounts."""

from django.conf import settings
from django.http import HttpRequest


def classroom(request: HttpRequest) -> dict[str, object]:  # noqa: ARG001  Django's signature
    """Tell whether people have accounts here, and the name of the provider of single sign-on if there is one."""
    provider = settings.OIDC_PROVIDER
    return {"classroom": settings.CLASSROOM, "provider_name": provider.name if provider else ""}
