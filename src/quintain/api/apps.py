"""Tells Django of the room."""

from django.apps import AppConfig

from quintain.web import slots


class ApiConfig(AppConfig):
    """The API, and its tokens."""

    name = "quintain.api"
    label = "api"

    def ready(self) -> None:
        """Add the room's rules and its part of the account's page; tokens end with all sessions, and are no work."""
        from quintain.accounts.sessions import ending  # noqa: PLC0415  models are ready only now
        from quintain.api import actions, permissions, views  # noqa: PLC0415  as above
        from quintain.cohorts import retention  # noqa: PLC0415  as above

        permissions.register()
        ending.with_all_sessions(actions.delete_tokens_of)
        retention.keep_room(self.label)
        slots.register("account", views.account_section)
