"""Tells Django of the room."""

from django.apps import AppConfig


class PreviewConfig(AppConfig):
    """Programs at work."""

    name = "quintain.preview"
    label = "preview"
