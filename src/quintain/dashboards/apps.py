"""Tells Django of the room."""

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    """Pages for instructors."""

    name = "quintain.dashboards"
    label = "dashboards"
