"""Tells Django of the room."""

from django.apps import AppConfig
from django.db.models.signals import post_save

from quintain.web import slots


class WebhooksConfig(AppConfig):
    """Webhooks."""

    name = "quintain.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        """Add the room's rules and its links, and write down the events that it sends."""
        from quintain.attempts.submissions.fixes import lab_proven  # noqa: PLC0415  models are ready only now
        from quintain.cohorts.actions import class_ended  # noqa: PLC0415  as above
        from quintain.helpqueue.models import Hand  # noqa: PLC0415  as above
        from quintain.webhooks import events, permissions, views  # noqa: PLC0415  as above

        permissions.register()
        lab_proven.connect(events.note_proof)
        class_ended.connect(events.note_end)
        post_save.connect(events.note_hand, sender=Hand)
        slots.register("server-webhooks", views.server_link)
        slots.register("class-webhooks", views.class_link)
