"""Tells Django of the room."""

from django.apps import AppConfig


class HelpqueueConfig(AppConfig):
    """Raised hands."""

    name = "quintain.helpqueue"
    label = "helpqueue"

    def ready(self) -> None:
        """Add the room's rules."""
        from quintain.helpqueue import permissions  # noqa: PLC0415  models are ready only now

        permissions.register()
