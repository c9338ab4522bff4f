"""Tells Django of the room."""

from django.apps import AppConfig

from quintain.web import nearest


class CatalogConfig(AppConfig):
    """The course as pages."""

    name = "quintain.catalog"
    label = "catalog"

    def ready(self) -> None:
        """Let error pages find the course's pages."""
        from quintain.catalog import permissions, queries  # noqa: PLC0415  models are ready only now

        permissions.register()
        nearest.register("catalog", queries.places)
