"""Tells Django of the room."""

from django.apps import AppConfig

from quintain.web import slots


class HelpqueueConfig(AppConfig):
    """Raised hands."""

    name = "quintain.helpqueue"
    label = "helpqueue"

    def ready(self) -> None:
        """Add the room's rules, and put the button into the pages of labs."""
        from quintain.helpqueue import permissions, views  # noqa: PLC0415  models are ready only now

        permissions.register()
        slots.register("hand", views.buttons)
