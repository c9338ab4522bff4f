"""Tells Django of the room."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """The look, part by part."""

    name = "quintain_design"
    label = "design"
