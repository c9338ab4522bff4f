"""Tells Django of the room."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save

from quintain.web import slots


class PacingConfig(AppConfig):
    """What a whole class does at this moment."""

    name = "quintain.pacing"
    label = "pacing"

    def ready(self) -> None:
        """Add the room's rules, put its parts into other rooms' pages, and show nothing of who leaves a class."""
        from quintain.accounts.models import Membership  # noqa: PLC0415  models are ready only now
        from quintain.attempts.models import Comment  # noqa: PLC0415  as above
        from quintain.helpqueue.models import Hand  # noqa: PLC0415  as above
        from quintain.pacing import actions, permissions, slides, views  # noqa: PLC0415  as above

        permissions.register()
        post_delete.connect(actions.forget_leaver, sender=Membership)
        post_save.connect(actions.tell_of_answer, sender=Hand)
        post_save.connect(actions.tell_of_comment, sender=Comment)
        post_delete.connect(actions.tell_of_comment, sender=Comment)
        slots.register("pace", views.students_parts)
        slots.register("leading", views.leading)
        slots.register("poll", views.poll_buttons)
        slots.register("lead", slides.lead_buttons)
        slots.register("slide-poll", slides.slide_polls)
