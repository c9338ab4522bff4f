"""Tells Django of the room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and permissions."""

    name = "quintain.accounts"
    label = "accounts"
