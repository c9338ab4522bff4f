"""Tells Django of the room."""

from django.apps import AppConfig

from quintain.web import slots


class QuizzesConfig(AppConfig):
    """Questions and answers."""

    name = "quintain.quizzes"
    label = "quizzes"

    def ready(self) -> None:
        """Add the room's rules, and put questions into lessons."""
        from quintain.quizzes import (  # noqa: PLC0415  models are ready only now
            assessment_views,
            permissions,
            reading_list,
            views,
        )

        permissions.register()
        slots.register("question", views.questions)
        slots.register("assessment", assessment_views.invitation)
        slots.register("reading-list", reading_list.draw)
