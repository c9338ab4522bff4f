"""Tells Django of the room."""

from django.apps import AppConfig

from quintain.web import slots


class RejudgingConfig(AppConfig):
    """Attempts judged again."""

    name = "quintain.rejudging"
    label = "rejudging"

    def ready(self) -> None:
        """Add the room's rules, and link it from the pages of classes."""
        from quintain.rejudging import permissions, views  # noqa: PLC0415  models are ready only now

        permissions.register()
        slots.register("class-rejudging", views.class_link)
        slots.register("server-rejudging", views.server_link)
