"""Tells Django of the room."""

from django.apps import AppConfig
from django.db.models.signals import post_delete

from quintain.web import slots


class CertificatesConfig(AppConfig):
    """Certificates of the course."""

    name = "quintain.certificates"
    label = "certificates"

    def ready(self) -> None:
        """Add the room's rules, its line of the course's page, what it exports, and what becomes of deleted rows."""
        from quintain.accounts.people import personal_data  # noqa: PLC0415  models are ready only now
        from quintain.certificates import actions, exporting, permissions, views  # noqa: PLC0415  as above
        from quintain.certificates.models import Certificate  # noqa: PLC0415  as above
        from quintain.cohorts import retention  # noqa: PLC0415  as above

        permissions.register()
        personal_data.add_files(exporting.files_of_person)
        retention.keep_room(self.label)
        post_delete.connect(actions.revoke_entry, sender=Certificate)
        slots.register("certificate", views.lines)
