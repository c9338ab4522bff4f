"""Tells Django of the room."""

from django.apps import AppConfig
from django.db.models.signals import post_delete

from quintain.web import slots


class ArenaConfig(AppConfig):
    """Exploits of a class tried on classmates' fixes."""

    name = "quintain.arena"
    label = "arena"

    def ready(self) -> None:
        """Add the room's rules, link it from other rooms' pages, and forget what a student has entered who leaves."""
        from quintain.accounts.models import Membership  # noqa: PLC0415  models are ready only now
        from quintain.arena import actions, permissions, views  # noqa: PLC0415  as above

        permissions.register()
        post_delete.connect(actions.forget_leaver, sender=Membership)
        slots.register("arena-line", views.lines)
