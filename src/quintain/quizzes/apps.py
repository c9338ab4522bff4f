"""Tells Django of the room."""

from django.apps import AppConfig

from quintain.web import slots


class QuizzesConfig(AppConfig):
    """Questions and answers."""

    name = "quintain.quizzes"
    label = "quizzes"

    def ready(self) -> None:
        """Add the room's rules, and put questions into lessons."""
        from quintain.quizzes import permissions, views  # noqa: PLC0415  models are ready only now

        permissions.register()
        slots.register("question", views.questions)
