"""Tells Django of the room."""

from django.apps import AppConfig

from quintain.web import course_words, nearest, slots
from quintain.web.languages import spoken


class CatalogConfig(AppConfig):
    """The course as pages."""

    name = "quintain.catalog"
    label = "catalog"

    def ready(self) -> None:
        """Let error pages find the course's pages."""
        from quintain.catalog import pack_store, permissions, principles, queries  # noqa: PLC0415  models are ready only now

        permissions.register()
        nearest.register("catalog", queries.places)
        slots.register("principles", principles.draw)
        course_words.register(lambda: pack_store.current_store().translation_in(spoken()))
