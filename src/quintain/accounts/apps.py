"""Tells Django of the room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and permissions."""

    name = "quintain.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Add the room's rules."""
        from quintain.accounts import permissions, personal_data  # noqa: PLC0415  models are ready only now

        permissions.register()
        personal_data.register()
