"""Tells Django of the room."""

from django.apps import AppConfig
from django.db.models.signals import post_delete

from quintain.web import slots


class HelpqueueConfig(AppConfig):
    """Raised hands."""

    name = "quintain.helpqueue"
    label = "helpqueue"

    def ready(self) -> None:
        """Add the room's rules, put the button into the pages of labs, and lower the hand of who leaves a class."""
        from quintain.accounts.models import Membership  # noqa: PLC0415  models are ready only now
        from quintain.helpqueue import actions, permissions, views  # noqa: PLC0415  as above

        permissions.register()
        post_delete.connect(actions.lower_of_leaver, sender=Membership)
        slots.register("hand", views.buttons)
