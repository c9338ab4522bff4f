"""Tells Django of the room."""

from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    """Questions and answers."""

    name = "quintain.quizzes"
    label = "quizzes"

    def ready(self) -> None:
        """Add the room's rules."""
        from quintain.quizzes import permissions  # noqa: PLC0415  models are ready only now

        permissions.register()
