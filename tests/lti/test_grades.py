"""Scores of labs in the platform's grade book, also while the platform is away."""

from datetime import timedelta
from http.server import BaseHTTPRequestHandler

import jwt
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from quintain.accounts.models import User
from quintain.attempts import actions as attempts
from quintain.attempts.models import Kind, State, Submission, Workspace
from quintain.cohorts.models import Class
from quintain.cohorts.retention import erase_old_work
from quintain.judge.verdict import Fault, Result
from quintain.lti import grades, services, tasks
from quintain.lti.claims import CORE
from quintain.lti.models import Context, Grade, GradeState, Identity, Platform
from quintain.packs.model.lab import Lab
from tests.attempts.handing_in import submit, try_text
from tests.lti.platforms import BASE, CLIENT_ID, INSTRUCTOR, StubPlatform

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql, pytest.mark.usefixtures("context")]

LAB = {f"{CORE}target_link_uri": f"{BASE}/labs/shop/"}


def pass_time(seconds: float) -> None:
    """Let scores that wait become due, as if time had passed."""
    for grade in Grade.objects.all():
        Grade.objects.filter(pk=grade.pk).update(due_at=grade.due_at - timedelta(seconds=seconds))


@pytest.fixture
def learner_there(client: Client, stub: StubPlatform, context: Context) -> User:
    """Return a student who has opened the lab from the platform's course."""
    stub.arrive(client, **LAB, **stub.grading())
    return User.objects.get()


def test_a_lab_that_is_opened_is_under_way(learner_there: User, stub: StubPlatform) -> None:
    """The score goes before the query of the line item, as Moodle needs it."""
    assert tasks.queue_due() == 1
    ((path, score),) = stub.scores
    assert path == "/lineitems/1/lineitem/scores?type_id=2"
    assert {**score, "timestamp": ""} == {
        "userId": "elif-7",
        "scoreGiven": 0,
        "scoreMaximum": 1,
        "activityProgress": "Started",
        "gradingProgress": "NotReady",
        "timestamp": "",
    }
    assert tasks.queue_due() == 0


def test_a_lab_that_is_proven_counts_one(learner_there: User, stub: StubPlatform, lab: Lab) -> None:
    """As soon as the verdict is stored; before, it is a part of a grade."""
    tasks.queue_due()
    for text, expected in (("open", (0, "InProgress", "Pending")), ("proven", (1, "Completed", "FullyGraded"))):
        assert try_text(learner_there, lab, text).result
        assert tasks.queue_due() == 1
        score = stub.scores[-1][1]
        assert (score["scoreGiven"], score["activityProgress"], score["gradingProgress"]) == expected
    assert stub.scores[-1][1]["timestamp"] > stub.scores[-2][1]["timestamp"]
    assert Grade.objects.get().state == GradeState.SENT


def test_a_run_of_the_tests_and_an_error_of_ours_send_no_score(
    learner_there: User, lab: Lab, stub: StubPlatform
) -> None:
    """Neither is an attempt: the platform would show one that was not made."""
    tasks.queue_due()
    submit(learner_there, lab, Kind.TESTS)
    assert Grade.objects.get().state == GradeState.SENT
    assert tasks.queue_due() == 0
    waiting = attempts.submit(learner_there, lab, Kind.VERDICT)
    assert attempts.fail(waiting, Fault("judge.E001", "here", "It broke.", "Try again."))
    assert Grade.objects.get().state == GradeState.SENT
    Submission.objects.filter(pk=waiting.pk).update(state=State.FINISHED, result=Result.ERROR)
    Submission.objects.get(pk=waiting.pk).save()
    assert Grade.objects.get().state == GradeState.SENT
    assert len(stub.scores) == 1


def test_access_is_asked_for_with_a_signed_assertion(learner_there: User, stub: StubPlatform, client: Client) -> None:
    """By a key that this tool publishes (1EdTech Security Framework 1.0, 4.1.1)."""
    tasks.queue_due()
    form = stub.tokens[-1]
    assert form["grant_type"] == "client_credentials"
    assert form["scope"] == "https://purl.imsglobal.org/spec/lti-ags/scope/score"
    key_set = jwt.PyJWKSet.from_dict(client.get("/lti/keys/").json())
    header = jwt.get_unverified_header(form["client_assertion"])
    claims = jwt.decode(
        form["client_assertion"], key_set[header["kid"]].key, algorithms=["RS256"], audience=f"{stub.issuer}/token"
    )
    assert claims["iss"] == claims["sub"] == CLIENT_ID
    assert claims["jti"]


@pytest.mark.usefixtures("learner_there")
class TestAPlatformThatIsAway:
    """The score arrives later."""

    def test_the_score_arrives_once_it_is_back(self, stub: StubPlatform) -> None:
        """Nothing is lost, and the pauses grow."""
        stub.raw["/token"] = lambda handler: handler.send_error(503)
        for tries, pause in ((1, 30), (2, 60), (3, 120)):
            assert tasks.queue_due() == 1
            grade = Grade.objects.get()
            assert (grade.state, grade.tries) == (GradeState.WAITING, tries)
            assert timedelta(seconds=pause - 5) < grade.due_at - timezone.now() <= timedelta(seconds=pause)
            assert tasks.queue_due() == 0
            pass_time(pause)
        del stub.raw["/token"]
        assert tasks.queue_due() == 1
        assert Grade.objects.get().state == GradeState.SENT
        assert len(stub.scores) == 1

    def test_a_server_that_is_gone_is_the_same(self) -> None:
        """Nobody listens at the address."""
        Platform.objects.update(token_address="http://127.0.0.1:9/token")
        tasks.queue_due()
        grade = Grade.objects.get()
        assert (grade.state, grade.fault) == (GradeState.WAITING, "ConnectError")

    @pytest.mark.parametrize("status", [401, 409, 429, 500, 502])
    def test_what_may_succeed_later_is_tried_again(self, stub: StubPlatform, status: int) -> None:
        """A limit, a conflict, an error of theirs."""
        stub.score_status = status
        tasks.queue_due()
        assert Grade.objects.get().state == GradeState.WAITING

    @pytest.mark.parametrize("status", [400, 403, 404, 422])
    def test_what_is_refused_is_given_up(self, stub: StubPlatform, a_class: Class, status: int) -> None:
        """The line item is gone, say; the instructor sees that, and can have it sent again."""
        stub.score_status = status
        tasks.queue_due()
        assert Grade.objects.get().state == GradeState.GIVEN_UP
        assert grades.tally_of(a_class) == grades.Tally(0, 0, 1)
        stub.score_status = 200
        teacher = Client()
        stub.arrive(teacher, sub="teacher", **{f"{CORE}roles": [INSTRUCTOR]})
        teacher.post(f"/classes/{a_class.pk}/platform/")
        tasks.queue_due()
        assert grades.tally_of(a_class) == grades.Tally(1, 0, 0)

    def test_it_is_given_up_after_some_days(self, stub: StubPlatform) -> None:
        """A platform that has moved is not asked for ever."""
        stub.raw["/token"] = lambda handler: handler.send_error(503)
        for _ in range(grades.MOST_TRIES):
            tasks.queue_due()
            pass_time(grades.LONGEST_PAUSE_SECONDS)
        assert Grade.objects.get().state == GradeState.GIVEN_UP
        assert tasks.queue_due() == 0

    def test_one_that_is_away_holds_up_no_other(self, stub: StubPlatform, a_class: Class) -> None:
        """Each platform has jobs of its own."""
        Platform.objects.update(token_address="http://127.0.0.1:9/token")
        other = stub.connect(client_id="second")
        context = Context.objects.create(deployment=other.deployments.get(), identifier="course-1", in_class=a_class)
        Grade.objects.create(
            identity=Identity.objects.get(),
            deployment=context.deployment,
            lab=Grade.objects.get().lab,
            line_item=f"{stub.issuer}/lineitems/9",
        )
        assert tasks.queue_due() == 2
        assert [path for path, _ in stub.scores] == ["/lineitems/9/scores"]

    def test_a_verdict_while_a_score_is_on_its_way_is_sent_as_well(self, stub: StubPlatform) -> None:
        """What is newer is not taken for sent."""

        def proven_meanwhile(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        stub.raw["/lineitems/1/lineitem/scores?type_id=2"] = proven_meanwhile
        stale = Grade.objects.get()
        Grade.objects.update(asked_at=timezone.now())
        grades._settle(stale, state=GradeState.SENT)
        assert Grade.objects.get().state == GradeState.WAITING


def test_two_processes_do_not_send_the_same(learner_there: User, platform: Platform) -> None:
    """The first has the platform's scores for some minutes; those of one that died are taken over then."""
    assert grades.take_due() == (platform.pk,)
    assert grades.take_due() == ()
    Platform.objects.update(sending_until=timezone.now() - timedelta(seconds=1))
    assert grades.take_due() == (platform.pk,)
    grades.give_back(platform.pk)
    assert grades.take_due() == (platform.pk,)


def test_a_queue_that_is_full_loses_nothing(
    learner_there: User, stub: StubPlatform, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scores are sent when there is room again."""
    usual = settings.TASKS
    options = {"workers": 0, "capacity": 0, "user": "student"}
    settings.TASKS = {"default": {"BACKEND": "quintain.server.queue.InProcessBackend", "OPTIONS": options}}
    assert tasks.queue_due() == 0
    monkeypatch.setattr("quintain.lti.tasks.has_room", lambda: True)  # it has filled up in the last moment
    assert tasks.queue_due() == 0
    assert Platform.objects.get().sending_until is None
    settings.TASKS = usual
    assert tasks.queue_due() == 1


def test_the_queue_in_memory_sends_them(
    learner_there: User, stub: StubPlatform, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes the job, which names a user of its own, so that no learner's verdict waits for a platform."""
    taken: list[dict[str, object]] = []
    monkeypatch.setattr("quintain.server.queue.Queue.put", lambda _queue, result: taken.append(result.kwargs))
    settings.TASKS = {
        "default": {"BACKEND": "quintain.server.queue.InProcessBackend", "OPTIONS": {"workers": 1, "user": "student"}}
    }
    assert tasks.queue_due() == 1
    pk = str(Platform.objects.get().pk)
    assert taken == [{"platform": pk, "student": f"lti-{pk}"}]


def test_an_instructor_has_no_place_in_the_grade_book(client: Client, stub: StubPlatform) -> None:
    """Moodle refuses scores of people who cannot be graded."""
    stub.arrive(client, **LAB, **stub.grading(), **{f"{CORE}roles": [INSTRUCTOR]})
    assert not Grade.objects.exists()


@pytest.mark.parametrize(
    "endpoint",
    [
        {},
        {"lineitem": "https://school.example/1"},
        {"scope": ["https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"], "lineitem": "https://school.example/1"},
        {"scope": ["https://purl.imsglobal.org/spec/lti-ags/scope/score"]},
        {"scope": ["https://purl.imsglobal.org/spec/lti-ags/scope/score"], "lineitem": "file:///etc/passwd"},
        {"scope": ["https://purl.imsglobal.org/spec/lti-ags/scope/score"], "lineitem": "http://169.254.169.254/"},
        {
            "scope": ["https://purl.imsglobal.org/spec/lti-ags/scope/score"],
            "lineitem": f"https://x.example/{'x' * 999}",
        },
    ],
)
def test_without_a_place_for_scores_none_is_noted(client: Client, stub: StubPlatform, endpoint: object) -> None:
    """A link without grading is opened as any other."""
    stub.arrive(client, **LAB, **{"https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": endpoint})
    assert not Grade.objects.exists()


def test_a_lesson_has_no_score(client: Client, stub: StubPlatform) -> None:
    """Whatever the platform offers."""
    stub.arrive(client, **{f"{CORE}target_link_uri": f"{BASE}/topics/injection/"}, **stub.grading())
    assert not Grade.objects.exists()


def test_work_that_is_erased_takes_its_places_along(learner_there: User, lab: Lab, a_class: Class) -> None:
    """Who is who stays, so that people find their account again."""
    Workspace.objects.create(user=learner_there, lab=lab.uuid)
    Class.objects.filter(pk=a_class.pk).update(archived_at=timezone.now() - timedelta(days=10))
    erase_old_work(5)
    assert not Workspace.objects.exists()
    assert not Grade.objects.exists()
    assert Identity.objects.exists()


@pytest.mark.parametrize(
    ("line_item", "address"),
    [
        ("https://s.example/items/1", "https://s.example/items/1/scores"),
        ("https://s.example/items/1/", "https://s.example/items/1/scores"),
        ("https://s.example/items/1?type_id=2", "https://s.example/items/1/scores?type_id=2"),
        ("https://s.example?a=b", "https://s.example/scores?a=b"),
    ],
)
def test_scores_goes_before_the_query(line_item: str, address: str) -> None:
    """AGS 2.0, 3.4: it is appended to the path of the line item."""
    assert services.scores_address(line_item) == address
