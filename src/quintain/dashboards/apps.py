"""Tells Django of the room."""

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    """Pages for instructors."""

    name = "quintain.dashboards"
    label = "dashboards"

    def ready(self) -> None:
        """Listen to what happens in the rooms below."""
        from quintain.dashboards import news  # noqa: PLC0415  models are ready only now

        news.listen()
