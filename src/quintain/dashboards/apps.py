"""Tells Django of the room."""

from django.apps import AppConfig

from quintain.web import slots


class DashboardsConfig(AppConfig):
    """Pages for instructors."""

    name = "quintain.dashboards"
    label = "dashboards"

    def ready(self) -> None:
        """Listen to what happens in the rooms below, and draw the navigation into their pages of a class."""
        from quintain.dashboards import navigation, news  # noqa: PLC0415  models are ready only now

        news.listen()
        slots.register("class-nav", navigation.class_nav)
        slots.register("class-files", navigation.class_files)
