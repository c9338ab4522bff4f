"""Writes comments, notes that they were read, and deletes them."""

from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from quintain.accounts.audit import Action, record
from quintain.accounts.models import User
from quintain.accounts.permissions import require_person
from quintain.attempts import errors
from quintain.attempts.models import MOST_COMMENT_LETTERS, Comment, Submission
from quintain.attempts.permissions import COMMENT, shared_class
from quintain.packs.source_lines import source_lines
from quintain.web.bodies import one_line

MOST_COMMENTS: Final = 200
"""On one attempt."""


def write_comment(
    submission: Submission, path: str, line: int, text: str, *, by: User, request: HttpRequest | None = None
) -> Comment:
    """Comment on a line of an attempt; what an instructor writes is recorded in the audit log.

    Raises:
        CommentEmpty: It has no words.
        CommentTooLong: It has more than 1,000 letters.
        NoSuchLine: The attempt has no such file, or the file has no such line.
        PermissionDenied: It is somebody else's attempt, and ``by`` does not instruct their class.
        TooManyComments: The attempt has 200.

    """
    require_person(by, COMMENT, submission)
    words = one_line(text[: 4 * MOST_COMMENT_LETTERS + 1])
    if len(words) > MOST_COMMENT_LETTERS or len(text) > 4 * MOST_COMMENT_LETTERS:
        raise errors.CommentTooLong(MOST_COMMENT_LETTERS)
    if not words:
        raise errors.CommentEmpty
    if path not in submission.files or not 1 <= line <= len(source_lines(submission.files[path])):
        raise errors.NoSuchLine
    learner = submission.workspace.user
    in_class = shared_class(by, learner)
    with transaction.atomic():
        Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)  # so that two cannot be the last one
        if submission.comments.count() >= MOST_COMMENTS:
            raise errors.TooManyComments(MOST_COMMENTS)
        comment = submission.comments.create(author=by, in_class=in_class, path=path, line=line, text=words)
        if by.pk != learner.pk:
            facts: dict[str, int | str] = {"attempt": submission.number or 0, "line": line}
            record(
                Action.COMMENT,
                actor=by,
                request=request,
                about=learner.pk,
                in_class=in_class.pk if in_class else None,
                **facts,
            )
    return comment


def read_comments(submission: Submission, *, by: User) -> frozenset[int]:
    """Note that one side has seen what the other wrote about an attempt; return what was new, by its primary key."""
    others = _of_other_side(submission, by).filter(read_at=None)
    new = frozenset(others.values_list("pk", flat=True))
    if new:
        now = timezone.now()
        with transaction.atomic():
            for comment in others.filter(pk__in=new).select_for_update():
                comment.read_at = now
                comment.save(update_fields=["read_at"])  # one by one: pages are told by the signal of each
    return new


def delete_comment(comment: Comment, *, by: User) -> None:
    """Delete a comment.

    Raises:
        PermissionDenied: It is somebody else's.

    """
    if comment.author_id != by.pk:
        raise PermissionDenied
    comment.delete()


def _of_other_side(submission: Submission, reader: User) -> QuerySet[Comment]:
    """Return what the learner reads of others, or what instructors read of the learner."""
    learner = submission.workspace.user_id
    comments = submission.comments.all()
    return comments.exclude(author=learner) if reader.pk == learner else comments.filter(author=learner)
