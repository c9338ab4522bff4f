"""Tells Django of the room."""

from django.apps import AppConfig

from quintain.web import slots


class ChecklistsConfig(AppConfig):
    """What learners take home."""

    name = "quintain.checklists"
    label = "checklists"

    def ready(self) -> None:
        """Put links to this room's pages into pages of the course and of labs."""
        from quintain.checklists import views  # noqa: PLC0415  models are ready only now

        slots.register("checklist", views.links)
        slots.register("hard-labs", views.hard_links)
        slots.register("lab-folder", views.folder_links)
