"""Reads of what a class does now; the dataclasses are handed to templates as they are."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from quintain.accounts.models import Membership, Role, User
from quintain.accounts.permissions import current_roles
from quintain.attempts.models import Comment
from quintain.attempts.queries import unread_comments
from quintain.catalog.pack_store import cases, current_pack, lab_of_uuid, modules
from quintain.catalog.queries import find_topic
from quintain.catalog.timetable import ShortDay, short_days
from quintain.cohorts.changes import read_once
from quintain.cohorts.models import Class
from quintain.helpqueue.models import Hand
from quintain.helpqueue.queries import all_unread_answers
from quintain.pacing.models import Pace, Poll, SentHint, SharedFix, Vote
from quintain.packs.model.lab import Lab
from quintain.quizzes.queries import find_question
from quintain.web.differences import FileDiff, differences
from quintain.web.markdown import render_inline


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a poll. ``votes`` and ``share``, of 100, are counted; ``is_right`` is None while that is open."""

    index: int
    html: SafeString
    votes: int
    share: int
    is_mine: bool
    is_right: bool | None
    why: SafeString | None


@dataclass(frozen=True, slots=True)
class PollView:
    """A poll as one reader sees it; ``votes`` counts the answers, and ``asked`` the students on seats."""

    id: UUID
    question: UUID
    prompt: SafeString
    topic: str
    is_closed: bool
    choices: tuple[Choice, ...]
    votes: int
    asked: int
    has_voted: bool


@dataclass(frozen=True, slots=True)
class FixAsked:
    """An attempt that is asked for, or shown, and its lab."""

    row: SharedFix
    lab: Lab


@dataclass(frozen=True, slots=True)
class ShownFix:
    """A classmate's fix as the class sees it: without a name."""

    id: UUID
    lab: Lab
    result: str
    diffs: tuple[FileDiff, ...]
    is_mine: bool


@dataclass(frozen=True, slots=True)
class NewComment:
    """What an instructor has written on an attempt and its student has not read yet, with the lab."""

    row: Comment
    lab: Lab


@dataclass(frozen=True, slots=True)
class GoingOn:
    """What goes on in a class, as rows: of all its students, and also of labs that the course has no more."""

    pace: Pace
    poll: Poll | None
    hints: tuple[SentHint, ...]
    answers: tuple[Hand, ...]
    comments: tuple[Comment, ...]
    fixes: tuple[SharedFix, ...]


@dataclass(frozen=True, slots=True)
class StudentsPart:
    """What is on the pages of a student."""

    in_class: Class
    pace: Pace
    poll: PollView | None
    hints: tuple[SentHint, ...]
    answers: tuple[Hand, ...]
    comments: tuple[NewComment, ...]
    asked: tuple[FixAsked, ...]
    shown: tuple[FixAsked, ...]

    @property
    def place_json(self) -> str:
        """Where the leader is, for the page's script."""
        return json.dumps(self.pace.place)

    @property
    def place_title(self) -> str:
        """What the page is called at which the leader is; empty if it is not known."""
        return title_of_place(str(self.pace.place.get("path", "")))


@dataclass(frozen=True, slots=True)
class PacePage:
    """The instructor's page: what the class does, and what waits for an answer."""

    in_class: Class
    pace: Pace
    poll: PollView | None
    fixes: tuple[FixAsked, ...]
    unseen_hints: int
    students: tuple[Membership, ...]
    days: tuple[int, ...]
    short_days: tuple[ShortDay, ...]

    @property
    def labs(self) -> tuple[Lab, ...]:
        """The labs that a hint may be about, in the order of the course."""
        return tuple(sorted(current_pack().labs.values(), key=lambda lab: lab.code))


def pace_of(a_class: Class) -> Pace:
    """Return what a class does now; an empty row where nobody has said anything."""
    return _pace(a_class.pk)


def led_class(person: User) -> Class | None:
    """Return the class that follows an instructor now."""
    pace = Pace.objects.select_related("in_class").filter(leader=person, in_class__archived_at=None).first()
    return pace.in_class if pace else None


def taught_classes(person: User) -> tuple[Class, ...]:
    """Return the classes that a person instructs and that go on."""
    roles = current_roles(person)
    return tuple(each.in_class for each in roles if each.role == Role.INSTRUCTOR and each.in_class is not None)


def seated(a_class: Class) -> tuple[Membership, ...]:
    """Return the students on seats, in the order of the seats."""
    students = Membership.objects.filter(in_class=a_class, role=Role.STUDENT, seat__isnull=False)
    return tuple(students.select_related("person", "seat").order_by("seat__number"))


def running_poll(a_class: Class) -> Poll | None:
    """Return the poll that takes answers, or shows them."""
    return _poll(a_class.pk)


def find_poll(a_class: Class, poll: UUID) -> Poll | None:
    """Return a poll of a class."""
    return Poll.objects.select_related("in_class").filter(pk=poll, in_class=a_class).first()


def students_part(request: HttpRequest, a_class: Class, student: User) -> StudentsPart:
    """Return what is on the pages of a student."""
    now = read_once(request, a_class, _going_on)
    fixes = tuple(_with_labs(now.fixes))
    return StudentsPart(
        in_class=a_class,
        pace=now.pace,
        poll=_view(a_class, now.poll, student),
        answers=tuple(each for each in now.answers if each.person_id == student.pk),
        comments=tuple(_comments_for(student, now.comments)),
        hints=tuple(each for each in now.hints if each.student_id == student.pk),
        asked=tuple(each for each in fixes if each.row.student_id == student.pk and not each.row.is_shown),
        shown=tuple(each for each in fixes if each.row.is_shown),
    )


def title_of_place(path: str) -> str:
    """Return what a page of the course is called that students can be led to; empty if there is none."""
    try:
        page = resolve(path)
    except Resolver404:
        return ""
    titles: Mapping[str, Callable[[], str]] = {
        "home": lambda: current_pack().title,
        "topic": lambda: place[1].title if (place := find_topic(page.kwargs["topic"])) else "",
        "case": lambda: next((each.title for each in cases() if each.slug == page.kwargs["case"]), ""),
        "timetable": lambda: gettext("Timetable"),
        "glossary": lambda: gettext("Glossary"),
    }
    title = titles.get(page.url_name or "")
    return title() if title else ""


def pace_page(a_class: Class) -> PacePage:
    """Return the instructor's page of a class."""
    return PacePage(
        in_class=a_class,
        pace=pace_of(a_class),
        poll=poll_view(a_class, None),
        fixes=tuple(_with_labs(_fixes(a_class.pk))),
        unseen_hints=SentHint.objects.filter(in_class=a_class, seen_at=None).count(),
        students=seated(a_class),
        days=tuple(sorted({module.day for module in modules()})),
        short_days=short_days(),
    )


def poll_view(a_class: Class, reader: User | None) -> PollView | None:
    """Return the poll of a class as a student sees it; without one, as an instructor does, who always sees counts."""
    return _view(a_class, running_poll(a_class), reader)


def _view(a_class: Class, poll: Poll | None, reader: User | None) -> PollView | None:
    unit_and_question = find_question(poll.question) if poll else None
    if poll is None or unit_and_question is None:
        return None
    unit, question = unit_and_question
    votes = list(Vote.objects.filter(poll=poll).values_list("person", "option"))
    counts = Counter(option for _, option in votes)
    mine = next((option for person, option in votes if reader is not None and person == reader.pk), None)
    is_closed = poll.closed_at is not None
    seen = is_closed or reader is None
    return PollView(
        id=poll.pk,
        question=poll.question,
        prompt=render_inline(question.prompt),
        topic=unit.id,
        is_closed=is_closed,
        choices=tuple(
            Choice(
                index=index,
                html=render_inline(option.text),
                votes=counts[index] if seen else 0,
                share=round(100 * counts[index] / len(votes)) if seen and votes else 0,
                is_mine=index == mine,
                is_right=option.right if is_closed else None,
                why=render_inline(option.why) if is_closed else None,
            )
            for index, option in enumerate(question.options)
        ),
        votes=len(votes) if seen else 0,
        asked=len(seated(a_class)),
        has_voted=mine is not None,
    )


def find_fix(a_class: Class, fix: UUID) -> SharedFix | None:
    """Return a fix of a class that was asked for, shown or over."""
    rows = SharedFix.objects.select_related("in_class", "student", "submission__workspace")
    return rows.filter(pk=fix, in_class=a_class).first()


def shown_fix(fix: SharedFix, reader: User) -> ShownFix | None:
    """Return a fix as the class sees it; None if it is not shown, or the course has its lab no more."""
    lab = lab_of_uuid(fix.submission.workspace.lab)
    if not fix.is_shown or lab is None:
        return None
    diffs = differences(lab.starter, fix.submission.files)
    changed = tuple(diff for diff in diffs if diff.lines or diff.newlines)
    return ShownFix(fix.pk, lab, fix.submission.result, changed, is_mine=fix.student_id == reader.pk)


def _going_on(class_id: UUID) -> GoingOn:
    """Read it all, for ``read_once``."""
    hints = SentHint.objects.filter(in_class=class_id, seen_at=None).select_related("sent_by")
    return GoingOn(
        _pace(class_id),
        _poll(class_id),
        tuple(hints),
        tuple(all_unread_answers(class_id)),
        tuple(unread_comments(class_id)),
        _fixes(class_id),
    )


def _comments_for(student: User, comments: Iterable[Comment]) -> Iterable[NewComment]:
    """Return what others have written on a student's attempts in labs that the course still has."""
    for row in comments:
        workspace = row.submission.workspace
        lab = lab_of_uuid(workspace.lab)
        if lab is not None and workspace.user_id == student.pk and row.author_id != student.pk:
            yield NewComment(row, lab)


def _pace(class_id: UUID) -> Pace:
    return Pace.objects.select_related("leader").filter(in_class=class_id).first() or Pace(in_class_id=class_id)


def _poll(class_id: UUID) -> Poll | None:
    return Poll.objects.filter(in_class=class_id, ended_at=None).first()


def _fixes(class_id: UUID) -> tuple[SharedFix, ...]:
    """Return what is asked for or shown in a class."""
    rows = SharedFix.objects.filter(in_class=class_id, ended_at=None)
    return tuple(rows.select_related("submission__workspace", "asked_by", "student"))


def _with_labs(fixes: Iterable[SharedFix]) -> Iterable[FixAsked]:
    """Return those whose lab the course still has."""
    for row in fixes:
        lab = lab_of_uuid(row.submission.workspace.lab)
        if lab is not None:
            yield FixAsked(row, lab)
