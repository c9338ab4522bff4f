"""Tells Django of the room."""

from django.apps import AppConfig

from quintain.web import slots


class AttemptsConfig(AppConfig):
    """Labs at work."""

    name = "quintain.attempts"
    label = "attempts"

    def ready(self) -> None:
        """Add the room's rules, and tell the catalog how far people are."""
        from quintain.accounts.people import personal_data  # noqa: PLC0415  models are ready only now
        from quintain.attempts import permissions  # noqa: PLC0415  as above
        from quintain.attempts.pages import jobs, solutions  # noqa: PLC0415  as above
        from quintain.attempts.progress.learner_progress import Progress  # noqa: PLC0415  as above
        from quintain.attempts.reports.found import LabPassages  # noqa: PLC0415  as above
        from quintain.attempts.workspace.exporting import files_of_person  # noqa: PLC0415  as above
        from quintain.catalog import passages, progress  # noqa: PLC0415  as above

        permissions.register()
        personal_data.add_files(files_of_person)
        progress.register(Progress())
        slots.register("operator-links", jobs.link)
        slots.register("class-solutions", solutions.switches)
        passages.register("labs", LabPassages())
