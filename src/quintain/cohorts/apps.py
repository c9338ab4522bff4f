"""Tells Django of the room."""

from django.apps import AppConfig


class CohortsConfig(AppConfig):
    """Classes and seats."""

    name = "quintain.cohorts"
    label = "cohorts"

    def ready(self) -> None:
        """Add the room's rules."""
        from quintain.cohorts import permissions  # noqa: PLC0415  models are ready only now

        permissions.register()
