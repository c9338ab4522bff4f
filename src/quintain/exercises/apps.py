"""Tells Django of the room."""

from django.apps import AppConfig

from quintain.web import slots


class ExercisesConfig(AppConfig):
    """Exercises at work."""

    name = "quintain.exercises"
    label = "exercises"

    def ready(self) -> None:
        """Add the room's rules, put exercises into lessons, and tell the catalog how far people are."""
        from quintain.catalog import progress  # noqa: PLC0415  models are ready only now
        from quintain.exercises import permissions, queries, views  # noqa: PLC0415  as above

        permissions.register()
        slots.register("exercise", views.exercises)
        progress.register_exercises(queries.elements_done)
