"""``python -m tests.server.moving.inhabit DATA_FOLDER PACK ORIGIN``: a student who has earned a certificate.

Prints username, passcode, the certificate's code, and a session of the student.
"""

import os
import sys
from pathlib import Path

import django

from tests.databases import put_database


def main(folder: str, pack: str, origin: str) -> None:
    """Let a student join a class, and prove a lab; and issue the certificate."""
    put_database(Path(folder))
    os.environ |= {"QUINTAIN_DATA": folder, "QUINTAIN_PACK": pack, "QUINTAIN_CERTIFICATE": "labs=1"}
    os.environ |= {"QUINTAIN_CLASSROOM": "1", "DJANGO_SETTINGS_MODULE": "quintain.server.settings"}
    django.setup()
    from django.utils import timezone  # noqa: PLC0415  Django must be set up before

    from quintain.attempts.actions import workspace_of  # noqa: PLC0415  as above
    from quintain.attempts.models import Workspace  # noqa: PLC0415  as above
    from quintain.catalog.pack_store import shown_labs  # noqa: PLC0415  as above
    from quintain.certificates.actions import issue  # noqa: PLC0415  as above
    from quintain.certificates.issuing import issuer_at  # noqa: PLC0415  as above
    from quintain.certificates.permissions import Place  # noqa: PLC0415  as above
    from quintain.cli.rehearse import session_of  # noqa: PLC0415  as above
    from quintain.cohorts.actions import join  # noqa: PLC0415  as above
    from tests.dashboards.filling import make_class, make_instructor  # noqa: PLC0415  as above

    a_class = make_class(make_instructor("mara", "Mara Lindqvist"))
    joined = join(a_class.join_code, "Elif Kaya")
    for lab in shown_labs():
        space = workspace_of(joined.person, lab)
        Workspace.objects.filter(pk=space.pk).update(proven_at=timezone.now())
    certificate = issue(Place(a_class), "Elif Kaya", by=joined.person, issuer=issuer_at(f"{origin}/"))
    facts = (joined.person.username, joined.passcode, certificate.code, session_of(joined.person))
    sys.stdout.write("\n".join(facts) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
