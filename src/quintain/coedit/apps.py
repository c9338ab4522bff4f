"""Tells Django of the room."""

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_delete

from quintain.web import slots


class CoeditConfig(AppConfig):
    """A student and an instructor in one editor."""

    name = "quintain.coedit"
    label = "coedit"

    def ready(self) -> None:
        """Add the room's rules, put the student's part into the pages of labs, and listen to what ends a session."""
        from quintain.accounts.models import Membership  # noqa: PLC0415  models are ready only now
        from quintain.attempts.actions import texts_exchanged  # noqa: PLC0415  as above
        from quintain.cells.this_cell import holds_lost, look_again, watch  # noqa: PLC0415  as above
        from quintain.coedit import actions, open_sessions, permissions, views  # noqa: PLC0415  as above
        from quintain.preview.screens import terminal_changed  # noqa: PLC0415  as above

        permissions.register()
        post_delete.connect(actions.end_of_leaver, sender=Membership)
        actions.session_ended.connect(open_sessions.on_session_ended)
        texts_exchanged.connect(open_sessions.on_texts_exchanged)
        terminal_changed.connect(open_sessions.on_terminal_changed)
        slots.register("pairing", views.parts)
        if settings.IS_GROWN:
            holds_lost.connect(open_sessions.on_holds_lost)
            look_again.connect(open_sessions.look)
            watch(open_sessions.holds)
