"""Fills a class of twelve with students in varied states, through the real actions and models.

Times are moved into the past afterwards, since no action takes a time. For looking at the pages, ``fill.py`` fills
the classroom of a data folder.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from quintain.accounts.models import Membership, Role, User
from quintain.attempts.actions import workspace_of
from quintain.attempts.find.marking import spot_key
from quintain.attempts.models import FoundSpot, HintUse, Kind, Marking, State, Submission, SubmissionCounter, Workspace
from quintain.cohorts import actions as cohorts
from quintain.cohorts.models import Class
from quintain.helpqueue import actions as helpqueue
from quintain.helpqueue.models import Hand
from quintain.packs.model.lab import Lab


@dataclass(frozen=True)
class Story:
    """What a student did, in minutes before now.

    ``verdicts`` are pairs of minutes and result, with how many attacks were stopped. ``seen`` None: never here.
    """

    name: str
    begun: int = 0
    found: int | None = None
    broken: int | None = None
    verdicts: tuple[tuple[int, str, int], ...] = ()
    hints: int = 0
    hand: int | None = None
    question: str = ""
    seen: int | None = 0


KNOWN = {"name": "doubled", "title": "Doubled quotes", "why": "A number has none.", "question": "Who ends it?"}
STORIES = (
    Story("Amara Okafor", 28, 22, 18, ((10, "still-open", 3), (6, "proven", 6))),
    Story("Bjarne Lund", 28, 20, 9, ((6, "still-open", 4), (2, "still-open", 5))),
    Story("Chiara Moretti", 27, 18, 4, ((1, "broken", 0),)),
    Story("Dinh Tran", 24, 6),
    Story(
        "Elif Kaya",
        27,
        22,
        17,
        ((15, "still-open", 4), (12, "broken", 0), (8, "still-open", 4), (4, "still-open", 4)),
        hints=2,
        hand=4,
        question="I escape everything. Why does 5 still land?",
    ),
    Story("Farid Haddad", 24, 20, 14, ((5, "proven", 6),)),
    Story("Zoë O'Brien", 25, 15, 6, ((5, "still-open", 2), (3, "broken", 0), (1, "still-open", 4)), hints=1),
    Story("Greta Sommer", 24, 14),
    Story("Hugo Pires", 28, 16, 3, ((1, "broken", 0),), hand=1, question="Names with an apostrophe fail since my fix."),
    Story("Ines Ruiz", 26, 15, 2),
    Story("Jonas Weber", 11, seen=12),
    Story("Keiko Sato", 27, 20, 8, ((5, "still-open", 3), (2, "still-open", 5)), hints=3),
)


def make_class(by: User, seats: int = 12, title: str = "SEC-132, 24 November") -> Class:
    """Make a class with seats of which ``by`` is the instructor."""
    facts = cohorts.NewClass(title, "python-security", date(2026, 11, 24), date(2026, 11, 26), "Europe/Zurich", seats)
    made = cohorts.make_class(facts, by=by)
    vars(by).pop("roles", None)  # as the next request would look them up
    return made


def make_instructor(username: str, name: str) -> User:
    """Return somebody who may make classes."""
    person = User.objects.create_user(username, name)
    Membership.objects.create(person=person, role=Role.INSTRUCTOR)
    return person


def fill(a_class: Class, lab: Lab, stories: tuple[Story, ...] = STORIES) -> list[User]:
    """Let a student join for each story and do what it says; return them in the order of their seats."""
    return [tell(a_class, lab, story) for story in stories]


def tell(a_class: Class, lab: Lab, story: Story) -> User:
    """Let one student join and do what a story says."""
    person = cohorts.join(a_class.join_code, story.name).person
    if story.begun:
        _work(person, lab, story)
    if story.hand is not None:
        hand = helpqueue.raise_hand(a_class, by=person, lab=lab.uuid, question=story.question)
        Hand.objects.filter(pk=hand.pk).update(raised_at=_ago(story.hand))
    seen = None if story.seen is None else _ago(story.seen)
    User.objects.filter(pk=person.pk).update(seen_at=seen)
    return person


def _work(person: User, lab: Lab, story: Story) -> None:
    workspace = workspace_of(person, lab)
    Marking.objects.create(workspace=workspace, marks=[])
    if story.found is not None and lab.find is not None:
        for spot in lab.find.spots:
            FoundSpot.objects.create(workspace=workspace, spot=spot_key(spot))
        FoundSpot.objects.filter(workspace=workspace).update(found_at=_ago(story.found))
    for number in range(1, story.hints + 1):
        HintUse.objects.create(workspace=workspace, step="fix", number=number)
    proven = None
    for number, (minutes, result, attacks_stopped) in enumerate(story.verdicts, start=1):
        _judge(workspace, number, minutes, result, attacks_stopped)
        proven = _ago(minutes) if result == "proven" else proven
    Marking.objects.filter(workspace=workspace).update(made_at=_ago(story.begun))
    Workspace.objects.filter(pk=workspace.pk).update(
        created_at=_ago(story.begun),
        found_at=None if story.found is None else _ago(story.found),
        broken_at=None if story.broken is None else _ago(story.broken),
        proven_at=proven,
    )


def _judge(workspace: Workspace, number: int, minutes: int, result: str, attacks_stopped: int) -> None:
    submission = Submission.objects.create(
        workspace=workspace,
        sequence=SubmissionCounter.objects.create().pk,
        kind=Kind.VERDICT,
        number=number,
        state=State.FINISHED,
        result=result,
        sentence="One attack succeeds." if result == "still-open" else "",
        files={},
        attacks=6,
        attacks_stopped=attacks_stopped,
        recognised=KNOWN if result == "still-open" and attacks_stopped in {4, 5} else None,
        finished_at=_ago(minutes),
    )
    Submission.objects.filter(pk=submission.pk).update(created_at=_ago(minutes))


def _ago(minutes: int) -> datetime:
    return timezone.now() - timedelta(minutes=minutes, seconds=5)
