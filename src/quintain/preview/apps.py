"""Tells Django of the room."""

from django.apps import AppConfig

from quintain.web import slots


class PreviewConfig(AppConfig):
    """Programs at work."""

    name = "quintain.preview"
    label = "preview"

    def ready(self) -> None:
        """Put the places of a program at work into the workbench."""
        from quintain.preview import views  # noqa: PLC0415  models are ready only now

        slots.register("program", views.programs)
        slots.register("original-program", views.original_programs)
