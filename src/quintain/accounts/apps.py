"""Tells Django of the room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and permissions."""

    name = "quintain.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Add the room's rules, and listen to signals of signing in."""
        from quintain.accounts import permissions  # noqa: PLC0415  models are ready now
        from quintain.accounts.people import personal_data  # noqa: PLC0415  models are ready now
        from quintain.accounts.sign_in import log  # noqa: PLC0415  models are ready now

        permissions.register()
        personal_data.register()
        log.connect()
