"""Tells Django of the room."""

from django.apps import AppConfig


class CohortsConfig(AppConfig):
    """Classes and seats."""

    name = "quintain.cohorts"
    label = "cohorts"

    def ready(self) -> None:
        """Add the room's rules, and what becomes of the seats of a person who is erased."""
        from quintain.accounts.people import personal_data  # noqa: PLC0415  models are ready only now
        from quintain.cohorts import actions, permissions  # noqa: PLC0415  as above

        permissions.register()
        personal_data.before_erasure(actions.pass_seats_on)
