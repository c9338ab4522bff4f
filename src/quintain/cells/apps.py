"""Tells Django of the room."""

from django.apps import AppConfig
from django.db.models.signals import post_delete


class CellsConfig(AppConfig):
    """Web processes that share a school."""

    name = "quintain.cells"
    label = "cells"

    def ready(self) -> None:
        """Forget who owns what of people and classes that are deleted."""
        from quintain.accounts.models import User  # noqa: PLC0415  models are ready only now
        from quintain.cells import partitions  # noqa: PLC0415  as above

        post_delete.connect(partitions.forget, sender=User)
        post_delete.connect(partitions.forget, sender="cohorts.Class")
