"""Which sound fix a lab shows, and whether a submission is that very fix."""

import io
import tokenize
from collections.abc import Mapping
from typing import Final

from quintain.attempts.models import Submission
from quintain.catalog.pack_store import lab_of_uuid
from quintain.packs.model.lab import Fix, Lab

UNREAD: Final = {tokenize.COMMENT, tokenize.NL, tokenize.ENCODING}


def shown_fix(lab: Lab) -> Fix | None:
    """Return the sound fix that a lab shows, which is its first one; None of a lab that is only for finding."""
    return lab.sound_fixes[0] if lab.is_fixed and lab.sound_fixes else None


def is_shown_solution(submission: Submission) -> bool:
    """Tell whether the learner looked at a sound fix, and this is its code, but for comments and spaces."""
    if submission.workspace.solution_seen_at is None:
        return False
    lab = lab_of_uuid(submission.workspace.lab)
    fix = shown_fix(lab) if lab else None
    return lab is not None and fix is not None and is_code_of(fix, lab, submission.files)


def is_code_of(fix: Fix, lab: Lab, files: Mapping[str, str]) -> bool:
    """Tell whether files of a lab are those of a fix, but for comments and spaces."""
    return all(
        _code(path, files.get(path, original)) == _code(path, fix.files.get(path, original))
        for path, original in lab.starter.items()
        if path in lab.run.editable
    )


def _code(path: str, text: str) -> list[str]:
    """Return what a file is made of. Tokens, since a parser could be brought to its limits by deep code."""
    if path.endswith(".py"):
        try:
            tokens = tokenize.generate_tokens(io.StringIO(text).readline)
            return [each.string.strip() for each in tokens if each.type not in UNREAD]
        except (SyntaxError, ValueError, tokenize.TokenError):  # a judged fix may hold a file that is no Python
            pass
    return text.split()
