"""Every address of the site and every role: who gets in, who does not, and no address without a rule.

The rules stand here a second time, written by hand, so that a view that forgets its own is found out.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import asdict, replace
from datetime import date, timedelta
from enum import Enum
from pathlib import PurePath
from typing import Final
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django import Settings

from quintain.accounts.models import Membership, Role, User
from quintain.api.models import Token
from quintain.arena import models as arena_models
from quintain.attempts import actions as attempts
from quintain.attempts.models import Kind, State, Submission, SubmissionCounter, Workspace
from quintain.catalog import pack_store
from quintain.catalog.drawings import drawing_url
from quintain.certificates.credential import claims_of
from quintain.certificates.keys import make_key
from quintain.certificates.models import Certificate, StatusEntry
from quintain.certificates.requirements import Requirement
from quintain.certificates.signatures import sign
from quintain.coedit.models import PairSession
from quintain.cohorts import actions as cohorts
from quintain.cohorts.models import Class
from quintain.cohorts.subscribing import make_address
from quintain.helpqueue.models import Hand
from quintain.lti import models as lti_models
from quintain.lti.claims import Arrival, Selection
from quintain.pacing.models import Poll, SharedFix
from quintain.packs.model.lab import PullRequest
from quintain.packs.model.pack import Pack
from quintain.rejudging.models import Run
from quintain.webhooks import actions as webhooks
from quintain.webhooks.events import note_test
from tests.catalog.test_exhibits import STEPS
from tests.certificates.making import statement
from tests.classroom import ASSESSMENT
from tests.people import make_person
from tests.server.test_page_queries import build_course

pytestmark = [pytest.mark.hostile, pytest.mark.django_db]

BACKEND = "quintain.accounts.backends.PersonBackend"
DENIED: Final = {401, 403, 404}


class Rule(Enum):
    """Who may open an address: a set of the people of ``people``."""

    PUBLIC = frozenset(
        {"nobody", "student", "waiting", "stranger", "instructor", "other instructor", "operator", "author"}
    )
    SIGNED_IN = PUBLIC - {"nobody"}
    COURSE = SIGNED_IN - {"waiting"}
    """Who takes part: a student on a seat, and whoever teaches, writes or operates."""
    COURSE_NOT_IN_CLASS = COURSE - {"student", "stranger"}
    """Students of a class only if it allows so; tests/attempts/test_solutions.py has such a class."""
    OWN = frozenset({"student"})
    """The things in question are the student's."""
    OWN_ACCOUNT = "own account"
    """Needs a factor or session of one's own; tests/accounts/test_own_account.py tries those of others."""
    TEACHES = frozenset({"instructor", "other instructor"})
    MAKES_CLASSES = frozenset({"instructor", "other instructor", "operator"})
    RUNS_CLASS = frozenset({"instructor", "operator"})
    IN_CLASS = frozenset({"student", "waiting", "instructor", "operator"})
    STUDIES = frozenset({"student", "waiting"})
    JOINED = frozenset({"student", "waiting", "stranger"})
    """Each sees their own seat in their own class."""
    OPERATES = frozenset({"operator"})
    SITS_IN_CLASS = OWN
    SITS_SOMEWHERE = frozenset({"student", "stranger"})
    INSTRUCTS = frozenset({"instructor"})
    """Who teaches this class, or has asked this student to be let into the editor; operators do not."""
    PAIRS = frozenset({"student", "instructor"})
    COMMENTS = frozenset({"student", "instructor", "operator"})
    PREVIEW = frozenset[str]()
    """Only where an author previews a pack, which no classroom does."""
    NO_PROVIDER = "no provider"


RULES: Final[Mapping[str, Rule]] = {
    **dict.fromkeys(
        ["words", "language", "security-txt", "sign-in", "signed-out", "join", "invitation", "account_login"],
        Rule.PUBLIC,
    ),
    **dict.fromkeys(
        ["invitation", "account_login", "mfa_authenticate", "mfa_login_webauthn", "sign-in-again"], Rule.PUBLIC
    ),
    # Without a provider of single sign-on, there is nothing there; tests/accounts/test_single_sign_on.py has one.
    **dict.fromkeys(["provider-sign-in", "provider-callback", "provider-unknown"], Rule.NO_PROVIDER),
    **dict.fromkeys(["invitation-by-provider", "provider-connect", "provider-disconnect"], Rule.NO_PROVIDER),
    "provider-confirm": Rule.NO_PROVIDER,
    "factor-needed": Rule.SIGNED_IN,
    **dict.fromkeys(["sign-out", "session", "mfa_index", "account_change_password"], Rule.SIGNED_IN),
    **dict.fromkeys(["mfa_activate_totp", "mfa_add_webauthn"], Rule.SIGNED_IN),
    **dict.fromkeys(["mfa_generate_recovery_codes", "end-other-sessions"], Rule.SIGNED_IN),
    **dict.fromkeys(["end-session", "mfa_remove_webauthn", "mfa_deactivate_totp"], Rule.OWN_ACCOUNT),
    **dict.fromkeys(["mfa_view_recovery_codes", "account_set_password"], Rule.OWN_ACCOUNT),
    **dict.fromkeys(["account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"], Rule.OWN_ACCOUNT),
    **dict.fromkeys(
        ["home", "topic", "read", "case", "drawing", "glossary", "timetable", "check", "debrief"], Rule.COURSE
    ),
    **dict.fromkeys(["checklist", "checklist-file", "lab-folder"], Rule.COURSE),
    **dict.fromkeys(["search", "search-results"], Rule.COURSE),
    **dict.fromkeys(["cards", "assessment", "assessment-test", "assessment-answers", "assessment-review"], Rule.COURSE),
    **dict.fromkeys(
        ["lab", "pull-request", "find", "break", "skip-break", "reset-exploit", "fix", "hints", "reset"], Rule.COURSE
    ),
    **dict.fromkeys(["files", "kept-file", "settled-file", "marks", "submissions", "runs"], Rule.COURSE),
    **dict.fromkeys(["exploit", "kept-exploit", "settled-exploit"], Rule.COURSE),
    **dict.fromkeys(["answer", "explain", "answer-exercise", "show-element"], Rule.COURSE),
    **dict.fromkeys(["program", "program-stop", "original-program", "original-program-stop"], Rule.COURSE),
    **dict.fromkeys(["attempt", "restore-attempt", "restore-copy"], Rule.OWN),
    **dict.fromkeys(["submission", "original", "run", "stop-run", "delete-comment"], Rule.OWN),
    "write-comment": Rule.COMMENTS,
    **dict.fromkeys(["courseware", "courseware-edition"], Rule.COURSE),  # instructors' ones: tests/downloads
    **dict.fromkeys(["notes", "slides", "presenter"], Rule.TEACHES),
    **dict.fromkeys(
        ["audit-log", "judge-jobs", "people", "person", "end-persons-sessions", "block-person"], Rule.OPERATES
    ),
    **dict.fromkeys(["change-roles", "invite-person", "reset-persons-factors", "export-person"], Rule.OPERATES),
    "erase-person": Rule.OPERATES,
    **dict.fromkeys(["my-data", "export-my-data", "ask-for-erasure"], Rule.SIGNED_IN),
    "solution": Rule.COURSE_NOT_IN_CLASS,
    "let-see-solutions": Rule.RUNS_CLASS,
    **dict.fromkeys(["api-reference", "api-document"], Rule.PUBLIC),  # the API itself: tests/api/test_access.py
    "api-tokens": Rule.MAKES_CLASSES,
    "revoke-api-token": Rule.INSTRUCTS,
    "class-audit-log": Rule.RUNS_CLASS,
    "preview": Rule.PREVIEW,
    **dict.fromkeys(["wall", "wall-seats", "projector", "projector-counts", "results"], Rule.RUNS_CLASS),
    **dict.fromkeys(["class-assessment", "report"], Rule.RUNS_CLASS),
    **dict.fromkeys(["class-rejudgings", "class-rejudging", "class-rejudging-table"], Rule.RUNS_CLASS),
    **dict.fromkeys(["rejudgings", "rejudging", "rejudging-table"], Rule.OPERATES),
    **dict.fromkeys(["lti-login", "lti-launch", "lti-open", "lti-arrival", "lti-keys", "lti-chosen"], Rule.PUBLIC),
    **dict.fromkeys(["lti-platforms", "lti-platform", "lti-deployments", "lti-courses"], Rule.OPERATES),
    **dict.fromkeys(["lti-remove-platform", "lti-rotate-key"], Rule.OPERATES),
    "class-platform": Rule.RUNS_CLASS,
    **dict.fromkeys(["webhooks", "webhook", "remove-webhook", "rotate-webhook-secret"], Rule.OPERATES),
    **dict.fromkeys(["turn-webhook", "test-webhook", "replay-webhook"], Rule.OPERATES),
    "class-webhooks": Rule.RUNS_CLASS,
    "calendar-feed": Rule.PUBLIC,  # whose address is a secret
    "lti-roster": Rule.RUNS_CLASS,
    "lti-select": Rule.INSTRUCTS,
    **dict.fromkeys(["class-student", "class-attempt", "take-hand", "lower-hand"], Rule.RUNS_CLASS),
    **dict.fromkeys(["answer-hand", "class-help", "class-help-parts", "class-more"], Rule.RUNS_CLASS),
    "hand": Rule.SITS_IN_CLASS,
    "read-answer": Rule.SITS_IN_CLASS,
    "questions": Rule.STUDIES,
    "ask-to-pair": Rule.INSTRUCTS,
    "pair": Rule.INSTRUCTS,
    "answer-pairing": Rule.SITS_IN_CLASS,
    "end-pairing": Rule.PAIRS,
    "pairing": Rule.SITS_SOMEWHERE,
    **dict.fromkeys(["pace", "set-pace", "pace-place", "ask-poll", "send-hint", "ask-to-show"], Rule.INSTRUCTS),
    "slide-polls": Rule.INSTRUCTS,
    **dict.fromkeys(["vote", "put-hint-away", "answer-about-fix", "my-day"], Rule.SITS_IN_CLASS),
    **dict.fromkeys(["pace-parts", "shown-fix"], Rule.PAIRS),
    **dict.fromkeys(["class-arena", "class-arena-parts", "set-arena", "earlier-arena"], Rule.INSTRUCTS),
    **dict.fromkeys(["earlier-arena-parts", "arena-projector", "arena-projector-parts"], Rule.INSTRUCTS),
    **dict.fromkeys(["arena", "arena-parts", "enter-arena", "rename-in-arena", "take-back-entry"], Rule.SITS_IN_CLASS),
    **dict.fromkeys(["public-certificate", "certificate-keys", "certificate-status-list"], Rule.PUBLIC),
    **dict.fromkeys(["certificate", "issue-certificate"], Rule.SITS_SOMEWHERE),
    **dict.fromkeys(["certificate-pdf", "certificate-credential", "take-back-certificate"], Rule.OWN),
    **dict.fromkeys(["class-certificates", "set-certificate-requirement", "revoke-certificate"], Rule.RUNS_CLASS),
    **dict.fromkeys(["classes", "new-class"], Rule.MAKES_CLASSES),
    **dict.fromkeys(["class", "calendar", "calendar-address"], Rule.IN_CLASS),
    "joined": Rule.JOINED,
    **dict.fromkeys(["change-class", "open-modules", "roster", "seat", "passcode", "reset-factors"], Rule.RUNS_CLASS),
    "remove-student": Rule.RUNS_CLASS,
    "instructors": Rule.RUNS_CLASS,
}
FORM: Final = {"number": "2", "option": "0", "username": "author", "do": "lower", "lab": "lab-1", "act": "watch"}


def routes() -> Iterator[str]:
    """Yield the name of each address of ours."""

    def walk(part: URLPattern | URLResolver) -> Iterator[str]:
        if isinstance(part, URLResolver):
            for each in part.url_patterns:
                yield from walk(each)
        elif part.lookup_str.startswith("quintain."):
            yield str(part.name)

    for part in get_resolver().url_patterns:
        yield from walk(part)


@pytest.fixture
def people(settings: Settings, course: Pack) -> dict[str, Client]:
    """Return a browser for each kind of person; *student*, *waiting* and *instructor* belong to one class."""
    settings.CLASSROOM = True
    settings.CERTIFICATE = Requirement(labs=None)
    facts = cohorts.NewClass("Ours", course.id, date(2027, 5, 3), date(2027, 5, 5), "UTC", 2)
    ours, other = (cohorts.make_class(facts, by=None) for _ in range(2))
    members = {
        "student": (ours, Role.STUDENT, 1),
        "waiting": (ours, Role.STUDENT, 0),
        "stranger": (other, Role.STUDENT, 1),
        "instructor": (ours, Role.INSTRUCTOR, 0),
        "other instructor": (other, Role.INSTRUCTOR, 0),
    }
    found = {"nobody": Client()}
    for name, (of, role, seat) in members.items():
        person = User.objects.create_user(name.replace(" ", "-"), name)
        membership = Membership.objects.create(person=person, in_class=of, role=role)
        if seat:
            of.seats.filter(number=seat).update(membership=membership)
        found[name] = browser_of(person)
    found["operator"] = browser_of(make_person("operator", "Operator", Role.OPERATOR))
    found["author"] = browser_of(make_person("author", "Author", Role.AUTHOR))
    return found


def browser_of(person: User) -> Client:
    """Return the browser of somebody who has signed in."""
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


@pytest.fixture
def things(people: dict[str, Client], course: Pack) -> dict[str, object]:
    """Return what addresses are made of: the student's own work, in a class that is not everybody's."""
    student = User.objects.get(username="student")
    ours = Class.objects.get(memberships__person=student)
    built = build_course(course, 1)
    review = replace(built.labs["lab-1"], pull_request=PullRequest("Title", "Text", {}))
    pack = replace(built, assessment=ASSESSMENT, labs={"lab-1": review}, exhibits={STEPS.slug: STEPS})
    pack_store.put(pack)
    lab = pack.labs["lab-1"]
    workspace = attempts.workspace_of(student, lab)
    made = {kind: _submission(workspace, kind) for kind in (Kind.VERDICT, Kind.EXPLOIT)}
    arena = arena_models.Arena.objects.create(in_class=ours, lab=lab.uuid)
    entrant = arena_models.Entrant.objects.create(arena=arena, person=student)
    copy = workspace.copies.create(files={}, digest="0" * 64, size_bytes=0)
    return {
        "token": Token.objects.create(
            owner=User.objects.get(username="instructor"),
            name="a program",
            expires_at=timezone.now() + timedelta(days=1),
        ).pk,
        "key": "handbook-learner-a4",
        "lab": lab.slug,
        "slug": lab.slug,
        "topic": "topic-1",
        "case": next(iter(pack.cases)),
        "occasion": "entry",
        "number": 1,
        "copy_id": copy.pk,
        "submission_id": made[Kind.VERDICT].pk,
        "run_id": made[Kind.EXPLOIT].pk,
        "comment_id": made[Kind.VERDICT].comments.create(author=student, path="shop.py", line=1, text="Why?").pk,
        "question_id": UUID(int=1001),
        "exercise_id": UUID(int=2001),
        "exhibit": STEPS.slug,
        "name": "ruff.toml",
        "stamp": PurePath(drawing_url(STEPS)).stem,
        "class_id": ours.pk,
        "person": student.pk,
        "pk": 1,
        "hand": Hand.objects.create(person=student, in_class=ours).pk,
        "secret": make_address(student, ours),
        "day": pack.tracks[0].modules[0].day,
        "hint": 1,
        "fix": SharedFix.objects.create(
            in_class=ours, submission=made[Kind.VERDICT], student=student, allowed_at=timezone.now()
        ).pk,
        "poll": Poll.objects.create(in_class=ours, question=UUID(int=1001)).pk,
        "arena": arena.pk,
        "certificate": _certificate(student, ours).pk,
        "code": "ABCD2345",
        "rejudging": Run.objects.create(in_class=ours, lab=lab.uuid, total=1, last_sequence=1).pk,
        **_of_platform(ours),
        **_of_webhooks(),
        "entry": arena_models.Entry.objects.create(entrant=entrant, kind=arena_models.Kind.FIX, number=1, files={}).pk,
        "session_id": PairSession.objects.create(
            student=student, instructor=User.objects.get(username="instructor"), in_class=ours, lab=lab.uuid
        ).pk,
    }


def _of_platform(in_class: Class) -> dict[str, object]:
    """Return a platform, its course that is connected with the class, and an instructor's launch that selects links."""
    address = "https://127.0.0.1:1/"
    platform = lti_models.Platform.objects.create(
        name="School", issuer="https://school.example", client_id="1", token_address=address, key_set_address=address
    )
    deployment = platform.deployments.create(identifier="1")
    context = lti_models.Context.objects.create(
        deployment=deployment, identifier="1", in_class=in_class, memberships_address=address
    )
    selection = Selection(address)
    arrival = Arrival(platform.issuer, "1", "", "1", "1", "", "instructor", "", selection=selection)
    launch = lti_models.Launch.objects.create(
        platform=platform,
        person=User.objects.get(username="instructor"),
        nonce="1",
        browser="1",
        facts=asdict(arrival),
        opened_at=timezone.now(),
    )
    return {"platform": platform.pk, "course": context.pk, "launch": launch.pk}


def _of_webhooks() -> dict[str, object]:
    """Return an endpoint, and a delivery to it."""
    facts = webhooks.EndpointFacts("Chat", "https://chat.example/hook", webhooks.CHOICES)
    endpoint, _ = webhooks.add_endpoint(facts, by=None)
    return {"endpoint": endpoint.pk, "delivery": note_test(endpoint).pk}


def _certificate(student: User, in_class: Class) -> Certificate:
    entry = StatusEntry.objects.create()
    signed = sign(claims_of(statement()), make_key())
    return Certificate.objects.create(person=student, in_class=in_class, entry=entry, credential=signed, pdf=b"%PDF")


def _submission(workspace: Workspace, kind: Kind) -> Submission:
    return Submission.objects.create(
        workspace=workspace,
        sequence=SubmissionCounter.objects.create().pk,
        kind=kind,
        number=1 if kind == Kind.VERDICT else None,
        state=State.FINISHED,
        files={},
        result="proven",
    )


def test_each_address_has_a_rule() -> None:
    """Who adds a view writes down here who may use it."""
    assert set(routes()) == set(RULES)


def test_nobody_gets_further_than_the_rule_says(people: dict[str, Client], things: dict[str, object]) -> None:
    """The others are told to sign in, or that there is nothing, or that it is not theirs."""
    wrong = {}
    for route, rule in RULES.items():
        if rule is Rule.PUBLIC:
            continue
        pattern = get_resolver().reverse_dict.getlist(route)[0][0][0]
        address = reverse(route, args=[things[name] for name in pattern[1]])
        for name, client in people.items():
            if rule is Rule.OWN_ACCOUNT and name != "nobody":
                continue
            with transaction.atomic():
                if is_let_in(client, address, things) != (name in rule.value):
                    wrong[address, name] = name in rule.value
                transaction.set_rollback(True)  # what one of them did is nothing to the next
    assert wrong == {}


def is_let_in(client: Client, address: str, things: Mapping[str, object]) -> bool:
    """Ask as a script does, which is told no in place of being sent to the page for the signed-out."""
    script = {"accept": "application/json"}
    cookies = deepcopy(client.cookies)
    answer = client.get(address, headers=script)
    if answer.status_code == 405:
        form = FORM | {"poll": str(things["poll"]), "submission": str(things["submission_id"])}
        form |= {"question": str(things["question_id"]), "course": str(things["course"])}
        answer = client.post(address, form, headers=script)
    if answer.status_code == 405:
        answer = client.put(address, "{}", content_type="application/json", headers=script)
    client.cookies = cookies  # who signed out is signed in again for the next address
    return answer.status_code not in DENIED
