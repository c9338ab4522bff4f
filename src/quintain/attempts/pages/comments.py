"""Comments in the pages of an attempt; every dataclass here is handed to a template as it is."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from quintain.accounts.models import User
from quintain.accounts.permissions import may, require
from quintain.accounts.sign_in.adapters import own_path
from quintain.attempts import actions, queries
from quintain.attempts.models import MOST_COMMENT_LETTERS, Comment, Submission
from quintain.attempts.permissions import COMMENT
from quintain.catalog.permissions import READ_COURSE
from quintain.packs.model.lab import Lab
from quintain.web.bodies import read_whole
from quintain.web.differences import DiffLine, FileDiff, differences

MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of an attempt's page asks for: the form at a ``line`` of ``file``, and files ``whole``."""

    file: str = ""
    line: int = 0
    whole: bool = False


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment as one reader sees it; ``is_mine`` can be deleted."""

    id: int
    author: str
    text: str
    at: datetime
    is_mine: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class CommentedLine:
    """A line of a difference. ``write_url`` opens the form below it, which ``is_open`` tells; empty if none may be."""

    line: DiffLine
    anchor: str = ""
    write_url: str = ""
    comments: tuple[CommentView, ...] = ()
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class CommentedFile:
    """The difference of one file with its comments; ``whole_url`` shows it whole, empty if it is."""

    diff: FileDiff
    rows: tuple[CommentedLine, ...]
    whole_url: str


@dataclass(frozen=True, slots=True)
class Commented:
    """The files of an attempt with all comments, for one reader; ``page_url`` is where they go back to."""

    submission: UUID
    files: tuple[CommentedFile, ...]
    page_url: str
    may_comment: bool
    most: int = MOST_COMMENT_LETTERS


def asked_in(request: HttpRequest) -> Asked:
    """Return what the address of an attempt's page asks for; what makes no sense is left out."""
    line = read_whole(request.GET.get("line", ""), most_digits=MOST_DIGITS, otherwise=0)
    return Asked(request.GET.get("file", ""), line, request.GET.get("lines") == "all")


def commented(
    submission: Submission, lab: Lab, reader: User, page_url: str, *, asked: Asked, new: Collection[int] = ()
) -> Commented:
    """Return the files of an attempt with their comments, of which those in ``new`` are told as new."""
    may_comment = may(reader, COMMENT, submission)
    threads = _threads(submission.comments.select_related("author"), reader, new)
    diffs = differences(lab.starter, submission.files)
    whole = set(submission.files) if asked.whole else {diff.path for diff in diffs if _hides(diff, threads, asked)}
    files = tuple(
        CommentedFile(
            diff,
            tuple(_rows(diff, place, threads, f"{page_url}?" if may_comment else "", asked)),
            "" if diff.path in whole else f"{page_url}?{urlencode({'lines': 'all'})}",
        )
        for place, diff in enumerate(differences(lab.starter, submission.files, whole=whole), 1)
    )
    return Commented(submission.pk, files, page_url, may_comment)


@require_POST
def write_comment(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Comment on a line of an attempt, and go back to it."""
    user = require(request, READ_COURSE)
    submission = queries.find_commented(submission_id)
    if submission is None or not may(user, COMMENT, submission):
        raise Http404
    actions.write_comment(
        submission,
        request.POST.get("file", ""),
        read_whole(request.POST.get("line", ""), most_digits=MOST_DIGITS, otherwise=0),
        request.POST.get("text", ""),
        by=user,
        request=request,
    )
    return _back(request)


@require_POST
def delete_comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Delete a comment of one's own, and go back."""
    user = require(request, READ_COURSE)
    comment = Comment.objects.filter(pk=comment_id, author=user).first()
    if comment is None:
        raise Http404
    actions.delete_comment(comment, by=user)
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(own_path(request.POST.get("next", "/"), reverse("home")))


type Threads = Mapping[tuple[str, int], tuple[CommentView, ...]]


def _threads(comments: Iterable[Comment], reader: User, new: Collection[int]) -> Threads:
    """Return the comments by their file and line."""
    threads: dict[tuple[str, int], list[CommentView]] = defaultdict(list)
    for comment in comments:
        threads[comment.path, comment.line].append(
            CommentView(
                id=comment.pk,
                author=comment.author.display_name if comment.author else gettext("somebody who has left"),
                text=comment.text,
                at=comment.written_at,
                is_mine=comment.author_id == reader.pk,
                is_new=comment.pk in new,
            )
        )
    return {place: tuple(thread) for place, thread in threads.items()}


def _hides(diff: FileDiff, threads: Threads, asked: Asked) -> bool:
    """Tell whether a difference leaves out a line that has comments, or at which one is to be written."""
    shown = {line.new for line in diff.lines}
    places = [*threads, (asked.file, asked.line)] if asked.line else list(threads)
    return any(path == diff.path and line not in shown for path, line in places)


def _rows(diff: FileDiff, place: int, threads: Threads, url: str, asked: Asked) -> Iterator[CommentedLine]:
    for line in diff.lines:
        if line.new is None:
            yield CommentedLine(line)
            continue
        query = {"file": diff.path, "line": line.new} | ({"lines": "all"} if asked.whole else {})
        yield CommentedLine(
            line,
            anchor=f"line-{place}-{line.new}",
            write_url=f"{url}{urlencode(query)}" if url else "",
            comments=threads.get((diff.path, line.new), ()),
            is_open=bool(url) and (asked.file, asked.line) == (diff.path, line.new),
        )
