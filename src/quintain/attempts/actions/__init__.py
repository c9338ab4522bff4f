"""All writes of this room."""

from quintain.attempts.actions.files import files_of, reset, restore_attempt, restore_copy, save_file, workspace_of
from quintain.attempts.actions.searching import check_marks, found_spots, reveal_hint
from quintain.attempts.actions.submissions import begin, fail, finish, resume, save_progress, submit

__all__ = [
    "begin",
    "check_marks",
    "fail",
    "files_of",
    "finish",
    "found_spots",
    "reset",
    "restore_attempt",
    "restore_copy",
    "resume",
    "reveal_hint",
    "save_file",
    "save_progress",
    "submit",
    "workspace_of",
]
