"""Tells Django of the room."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save

from quintain.web import slots


class LtiConfig(AppConfig):
    """Learning platforms."""

    name = "quintain.lti"
    label = "lti"

    def ready(self) -> None:
        """Add the room's rules, its links, and what follows from verdicts and from work that is deleted."""
        from quintain.attempts.models import Submission, Workspace  # noqa: PLC0415  models are ready only now
        from quintain.cohorts import retention  # noqa: PLC0415  as above
        from quintain.lti import grades, permissions  # noqa: PLC0415  as above
        from quintain.lti.views import operating, teaching  # noqa: PLC0415  as above

        permissions.register()
        retention.keep_room(self.label)  # who is who outlives the work; places of scores go with it, see `grades`
        post_save.connect(grades.note_verdict, sender=Submission)
        post_delete.connect(grades.forget_what_is_no_more, sender=Workspace)
        slots.register("server-lti", operating.server_link)
        slots.register("class-lti", teaching.class_link)
