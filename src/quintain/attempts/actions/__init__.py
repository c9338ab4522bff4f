"""All writes of this room."""

from quintain.attempts.actions.demonstrations import keep_demonstration
from quintain.attempts.actions.files import (
    EXPLOIT,
    exploit_begun,
    exploit_of,
    files_of,
    reset,
    restore_attempt,
    restore_copy,
    save_exploit,
    save_file,
    workspace_of,
)
from quintain.attempts.actions.searching import check_marks, found_spots, reveal_hint
from quintain.attempts.actions.submissions import (
    begin,
    fail,
    finish,
    finish_run,
    replay,
    resume,
    run_exploit,
    save_progress,
    skip_break,
    submit,
)

__all__ = [
    "EXPLOIT",
    "begin",
    "check_marks",
    "exploit_begun",
    "exploit_of",
    "fail",
    "files_of",
    "finish",
    "finish_run",
    "found_spots",
    "keep_demonstration",
    "replay",
    "reset",
    "restore_attempt",
    "restore_copy",
    "resume",
    "reveal_hint",
    "run_exploit",
    "save_exploit",
    "save_file",
    "save_progress",
    "skip_break",
    "submit",
    "workspace_of",
]
