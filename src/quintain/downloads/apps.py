"""Tells Django of the room."""

from django.apps import AppConfig

from quintain.web import nearest


class DownloadsConfig(AppConfig):
    """Courseware to take home."""

    name = "quintain.downloads"
    label = "downloads"

    def ready(self) -> None:
        """Add the room's rules, and let error pages find its page."""
        from quintain.downloads import permissions, queries  # noqa: PLC0415  models are ready only now

        permissions.register()
        nearest.register("downloads", queries.places)
