"""Copies of files that something else took the place of: what is kept, and how much of it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from quintain.attempts.models import Copy, Phase, Reason, Workspace

MOST_COPIES = 40
MOST_MEBIBYTES = 8
LASTING = (Reason.CHOSEN, Reason.NOT_CHOSEN, Reason.RECOVERED)


@dataclass(frozen=True, slots=True)
class Content:
    """What a copy holds: all editable files of a phase, or the one at ``path``."""

    phase: Phase
    files: Mapping[str, str]
    path: str = ""

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the content, by which equal content is known again."""
        parts = [self.phase.value, self.path, sorted(self.files.items())]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    @property
    def size_bytes(self) -> int:
        """Return the size of all texts in UTF-8."""
        return sum(len(text.encode()) for text in self.files.values())


def keep_copy(workspace: Workspace, content: Content, reason: Reason, before: str = "") -> bool:
    """Keep a copy and delete those beyond the limits; return whether the content was not kept before.

    Equal content is kept once: an older copy of it becomes the newest. A copy from a conflict or from a browser's
    store stays one, because those are deleted last.
    """
    older = workspace.copies.filter(digest=content.digest).first()
    if older:
        if older.reason not in LASTING:
            older.reason, older.before = reason, before
        older.made_at = timezone.now()
        older.save(update_fields=["reason", "before", "made_at"])
        return False
    made = Copy.objects.create(
        workspace=workspace,
        phase=content.phase,
        reason=reason,
        path=content.path,
        files=dict(content.files),
        before=before,
        digest=content.digest,
        size_bytes=content.size_bytes,
    )
    _delete_beyond_limits(made)
    return True


def _delete_beyond_limits(made: Copy) -> None:
    """Delete what is beyond the newest 40 copies or 8 MiB of a workspace, and never the copy just made."""
    kept, size_bytes = 0, 0
    for copy in _in_order_of_worth(made):
        fits = kept < MOST_COPIES and size_bytes + copy.size_bytes <= MOST_MEBIBYTES * 1024 * 1024
        if fits or copy.pk == made.pk:
            kept, size_bytes = kept + 1, size_bytes + copy.size_bytes
        else:
            copy.delete()


def _in_order_of_worth(made: Copy) -> list[Copy]:
    """Return all copies of a workspace: the one just made, those from conflicts, the last of each day, the others."""
    days: set[object] = set()
    ranked: list[tuple[int, Copy]] = []
    for copy in made.workspace.copies.defer("files"):  # newest first
        day = timezone.localdate(copy.made_at)
        worth = 0 if copy.pk == made.pk else 1 if copy.reason in LASTING else 3 if day in days else 2
        days.add(day)
        ranked.append((worth, copy))
    return [copy for _, copy in sorted(ranked, key=lambda each: each[0])]
