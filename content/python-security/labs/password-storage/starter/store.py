"""The members' file of the tool library: one JSON object with one entry for each member."""

import json
import os
from hashlib import md5
from pathlib import Path

FILE = Path(__file__).with_name("members.json")


def load():
    """Return all members, by name. The file is read each time, since the volunteers edit it by hand."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def save(members):
    """Write the file anew; a crash leaves either the old file or the new one."""
    draft = FILE.with_suffix(".new")
    draft.write_text(json.dumps(members, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(draft, FILE)


def version():
    """Return a short text that changes with the file; the nightly backup asks for it."""
    return md5(FILE.read_bytes(), usedforsecurity=False).hexdigest()
