"""What every page knows about accounts."""

from django.conf import settings
from django.http import HttpRequest


def classroom(request: HttpRequest) -> dict[str, bool]:  # noqa: ARG001  Django's signature
    """Tell whether people have accounts here."""
    return {"classroom": settings.CLASSROOM}
