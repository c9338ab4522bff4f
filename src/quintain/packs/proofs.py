"""The proof of a lab: what its matrix found when it last agreed, in ``proof.json`` beside ``lab.toml``.

``quintain check`` writes it. It holds the digest of all that was judged, so that a change of a test, an attack, a fix
or the starter makes it worthless, while another title, brief or hint does not. It also holds the version of Python:
the library differs from one to the next, and with it what a fix does.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

from quintain.packs.audience_rules import canaries_as_written
from quintain.packs.file_rules import FOLDER, as_written
from quintain.packs.folders import digest_of
from quintain.packs.lab_draft import LabDraft
from quintain.packs.model.lab import HELPERS, MODEL, Lab
from quintain.packs.model.proof import PYTHON, Proof

SHEET: Final = "proof.json"
FIRST_PYTHON: Final = "3.13"  # which made the proofs that do not say by which version they were made
JUDGED: Final = frozenset({"starter", "tests", "wanted", "exploits", "fixes", "prebuilt", FOLDER, HELPERS, MODEL})


def judged_digest(draft: LabDraft, lock: Mapping[str, str]) -> str:
    """Return the digest of everything in a lab that a verdict depends on."""
    sheet, part = draft.sheet, draft.sheet.break_
    exploit = {part.reference, part.scene} if part else set()
    files = [(path, text) for path, text in draft.tree.items() if path.split("/")[0] in JUDGED or path in exploit]
    settings = {
        "goal": part.goal if part else "",
        **({"entry_points": part.entry_points} if part and part.entry_points else {}),  # older proofs do not know them
        "exploits": [exploit.name for exploit in sheet.exploits],
        "fixes": [(fix.name, fix.expect, fix.by) for fix in sheet.fixes],
    }
    return digest_with(draft, lock, files, settings)


def digest_with(
    draft: LabDraft, lock: Mapping[str, str], files: Iterable[tuple[str, str]], settings: Mapping[str, object]
) -> str:
    """Return the digest of some files of a lab, its lock file, what lab.toml says of sandboxes, and ``settings``."""
    sheet = draft.sheet
    every = {
        "run": asdict(sheet.run),
        "canaries": canaries_as_written(sheet.canaries),
        "files": as_written(sheet.files),
        **settings,
    }
    return digest_of([*files, *lock.items(), ("lab.toml", json.dumps(every, sort_keys=True))])


def read_proof(text: str) -> Proof | None:
    """Read a proof; one that ``quintain check`` would not have written is none."""
    try:
        proof = json.loads(text)
        signatures = {str(name): frozenset(map(str, marks)) for name, marks in proof["signatures"].items()}
        return Proof(str(proof["digest"]), signatures, str(proof.get("python", FIRST_PYTHON)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def write_proof(lab: Lab, signatures: Mapping[str, frozenset[str]]) -> Path:
    """Write that a lab agrees with its author as it stands.

    Raises:
        OSError: the folder cannot be written.

    """
    values = {
        "digest": lab.judged,
        "python": PYTHON,
        "signatures": {name: sorted(marks) for name, marks in sorted(signatures.items())},
    }
    path = lab.folder / SHEET
    path.unlink(missing_ok=True)  # uv installs hard links into its cache, which must stay as it was downloaded
    path.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
    return path
