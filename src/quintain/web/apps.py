"""Tells Django of the room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The page kit."""

    name = "quintain.web"
    label = "web"
