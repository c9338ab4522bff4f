"""What a person typed in labs, as files: for the export of their data."""

import re
from collections.abc import Iterator
from uuid import UUID

from quintain.accounts.models import User
from quintain.accounts.people.personal_data import ExportedFile
from quintain.attempts.models import Exploit, File
from quintain.catalog.pack_store import current_pack
from quintain.packs import PackInvalid


def files_of_person(person: User) -> Iterator[ExportedFile]:
    """Yield the files that a person has changed, and their exploits, as they are stored now."""
    try:
        slugs = {lab.uuid: lab.slug for lab in current_pack().labs.values()}
    except PackInvalid:  # on the command line there may be no course
        slugs = {}
    for file in File.objects.filter(workspace__user=person).select_related("workspace").order_by("pk").iterator():
        yield ExportedFile(f"{_folder(slugs, file.workspace.lab)}/fix/{_inside(file.path)}", file.text)
    exploits = Exploit.objects.filter(workspace__user=person).select_related("workspace").order_by("pk")
    for exploit in exploits.iterator():
        yield ExportedFile(f"{_folder(slugs, exploit.workspace.lab)}/break/exploit.py", exploit.text)


def _folder(slugs: dict[UUID, str], lab: UUID) -> str:
    return slugs.get(lab, str(lab))


def _inside(path: str) -> str:
    """Return a path that leads into the folder, whatever a course has called its files."""
    parts = [re.sub(r"[^\w.+-]", "_", part) for part in path.split("/")]
    return "/".join(part for part in parts if part.strip("."))
