"""All writes of this room."""

from quintain.attempts.comments.actions import delete_comment, read_comments, write_comment
from quintain.attempts.find.actions import check_marks, found_spots
from quintain.attempts.hints.actions import reveal_hint
from quintain.attempts.solutions.actions import let_see_solutions, see_solution
from quintain.attempts.submissions.demonstrations import keep_demonstration
from quintain.attempts.submissions.fixes import finish, submit
from quintain.attempts.submissions.jobs import begin, fail, rewind, save_progress, withdraw
from quintain.attempts.submissions.runs import finish_run, is_to_stop, replay, run_exploit, skip_break, stop_run
from quintain.attempts.workspace.documents import EXPLOIT, Document, Saved, exploit_begun, exploit_of
from quintain.attempts.workspace.files import (
    files_of,
    reset,
    reset_exploit,
    restore_attempt,
    restore_copy,
    texts_exchanged,
    workspace_of,
)
from quintain.attempts.workspace.saving import (
    Delivered,
    Settled,
    Typed,
    check_text,
    deliver,
    exploit_file,
    fix_file,
    save,
    settle,
)

__all__ = [
    "EXPLOIT",
    "Delivered",
    "Document",
    "Saved",
    "Settled",
    "Typed",
    "begin",
    "check_marks",
    "check_text",
    "delete_comment",
    "deliver",
    "exploit_begun",
    "exploit_file",
    "exploit_of",
    "fail",
    "files_of",
    "finish",
    "finish_run",
    "fix_file",
    "found_spots",
    "is_to_stop",
    "keep_demonstration",
    "let_see_solutions",
    "read_comments",
    "replay",
    "reset",
    "reset_exploit",
    "restore_attempt",
    "restore_copy",
    "reveal_hint",
    "rewind",
    "run_exploit",
    "save",
    "save_progress",
    "see_solution",
    "settle",
    "skip_break",
    "stop_run",
    "submit",
    "texts_exchanged",
    "withdraw",
    "workspace_of",
    "write_comment",
]
