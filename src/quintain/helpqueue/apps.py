"""Tells Django of the room."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save

from quintain.web import slots


class HelpqueueConfig(AppConfig):
    """Raised hands."""

    name = "quintain.helpqueue"
    label = "helpqueue"

    def ready(self) -> None:
        """Add the room's rules, draw the button into labs, and lower hands that nobody has to answer any more."""
        from quintain.accounts.models import Membership  # noqa: PLC0415  models are ready only now
        from quintain.attempts.models import Submission  # noqa: PLC0415  as above
        from quintain.helpqueue import actions, permissions, views  # noqa: PLC0415  as above

        permissions.register()
        post_delete.connect(actions.lower_of_leaver, sender=Membership)
        post_save.connect(actions.lower_of_prover, sender=Submission)
        slots.register("hand", views.buttons)
