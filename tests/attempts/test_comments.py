"""Learners and their instructors comment on lines of attempts; nobody else reads or writes there."""

import json
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from quintain.accounts.models import AuditEntry, Membership, Role, User
from quintain.accounts.people.personal_data import erase_person, export_person
from quintain.attempts import actions
from quintain.attempts.errors import CommentEmpty, CommentTooLong, NoSuchLine, TooManyComments
from quintain.attempts.models import Comment, Kind, Submission
from quintain.cohorts import actions as cohorts
from quintain.cohorts.models import Class
from quintain.packs.model.lab import Lab
from tests.arena.work import store
from tests.dashboards.conftest import SignIn, a_class, mara, operator, page_of_mara, sign_in
from tests.dashboards.filling import Story, fill, make_class, make_instructor

__all__ = ["a_class", "mara", "operator", "page_of_mara", "sign_in"]

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


@pytest.fixture
def pair(a_class: Class, lab: Lab) -> tuple[User, User]:
    """Return two students with seats."""
    one, other = fill(a_class, lab, (Story("Elif"), Story("Hugo")))
    return one, other


@pytest.fixture
def attempt(pair: tuple[User, User], lab: Lab) -> Submission:
    """Return the first student's attempt, which has a line more than the original code."""
    return store(pair[0], lab, Kind.VERDICT, "still-open", files={"shop.py": f"import html\n{lab.starter['shop.py']}"})


def page_of(a_class: Class, attempt: Submission) -> str:
    """Return the address of an attempt for the instructors of its student."""
    return f"/classes/{a_class.pk}/students/{attempt.workspace.user_id}/labs/shop/attempts/{attempt.number}/"


def test_an_instructor_comments_and_the_student_replies(  # noqa: PLR0917  fixtures
    a_class: Class,
    attempt: Submission,
    page_of_mara: Client,
    mara: User,
    pair: tuple[User, User],
    sign_in: SignIn,
) -> None:
    """Each sees the other's words below the line, told as new once; the student on all pages until then."""
    theirs = page_of(a_class, attempt)
    form = page_of_mara.get(theirs, {"file": "shop.py", "line": "1"}).content.decode()
    assert 'id="write"' in form
    address = f"/attempts/{attempt.pk}/comments"
    said = {"file": "shop.py", "line": "1", "text": " Why <b>this</b>\n import? ", "next": f"{theirs}#line-1-1"}
    answer = page_of_mara.post(address, said)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{theirs}#line-1-1")
    entry = AuditEntry.objects.get(action="comment")
    assert (entry.actor, entry.about, entry.in_class) == (mara.pk, pair[0].pk, a_class.pk)
    assert entry.details == {"attempt": 1, "line": 1}

    page = sign_in(pair[0])
    for each in ("/", "/labs/shop/fix/"):
        told = page.get(each).content.decode()
        assert "A comment on line 1 of your attempt 1" in told, each
        assert "Why &lt;b&gt;this&lt;/b&gt; import?" in told, each
    assert "1 new" in page.get("/labs/shop/fix/").content.decode()
    seen = page.get("/labs/shop/attempts/1/").content.decode()
    assert "Why &lt;b&gt;this&lt;/b&gt; import?" in seen
    assert 'class="comment new"' in seen
    assert 'class="comment new"' not in page.get("/labs/shop/attempts/1/").content.decode()
    assert "A comment on line" not in page.get("/").content.decode()
    assert "1 comment" in page.get("/labs/shop/fix/").content.decode()

    page.post(address, {"file": "shop.py", "line": "1", "text": "To escape names.", "next": "https://evil.example/"})
    queue = page_of_mara.get(f"/classes/{a_class.pk}/help/").content.decode()
    assert "To escape names." in queue
    assert f"{theirs}#comment-" in queue
    assert "1 new" in page_of_mara.get(f"/classes/{a_class.pk}/students/{pair[0].pk}/").content.decode()
    assert "To escape names." in page_of_mara.get(theirs).content.decode()
    assert "To escape names." not in page_of_mara.get(f"/classes/{a_class.pk}/help/").content.decode()
    assert AuditEntry.objects.filter(action="comment").count() == 1, "what students write is not in the audit log"


def test_comments_are_in_the_debrief(attempt: Submission, pair: tuple[User, User], mara: User, sign_in: SignIn) -> None:
    """They stand below their lines of the proof."""
    proof = store(pair[0], attempt_lab(attempt), Kind.VERDICT, "proven", files=attempt.files)
    attempt.workspace.proven_at = proof.created_at
    attempt.workspace.save()
    actions.write_comment(proof, "shop.py", 1, "Good that it is the standard library.", by=mara)
    page = sign_in(pair[0]).get("/labs/shop/debrief/").content.decode()
    assert "Good that it is the standard library." in page
    assert "/labs/shop/attempts/2/?file=shop.py&amp;line=1" in page


def attempt_lab(attempt: Submission) -> Lab:
    """Return the lab of an attempt."""
    from quintain.catalog.pack_store import lab_of_uuid  # noqa: PLC0415  the course must be there

    lab = lab_of_uuid(attempt.workspace.lab)
    assert lab is not None
    return lab


def test_a_line_far_from_all_changes_is_shown_with_its_comment(
    attempt: Submission, pair: tuple[User, User], lab: Lab, mara: User, sign_in: SignIn
) -> None:
    """The whole file is shown then, as on request."""
    last = len(attempt.files["shop.py"].splitlines())
    page = sign_in(pair[0])
    assert f'id="line-1-{last}"' not in page.get("/labs/shop/attempts/1/").content.decode()
    assert f'id="line-1-{last}"' in page.get("/labs/shop/attempts/1/", {"lines": "all"}).content.decode()
    actions.write_comment(attempt, "shop.py", last, "And this one?", by=mara)
    shown = page.get("/labs/shop/attempts/1/").content.decode()
    assert f'id="line-1-{last}"' in shown
    assert "And this one?" in shown


@pytest.mark.parametrize(
    ("path", "line", "text", "error"),
    [
        ("shop.py", 0, "x", NoSuchLine),
        ("shop.py", 10**5, "x", NoSuchLine),
        ("other.py", 1, "x", NoSuchLine),
        ("", 1, "x", NoSuchLine),
        ("shop.py", 1, " \u200b\n", CommentEmpty),
        ("shop.py", 1, "x" * 1001, CommentTooLong),
        ("shop.py", 1, " " * 5000, CommentTooLong),
    ],
)
def test_what_is_no_comment_is_refused(  # noqa: PLR0917  a table
    attempt: Submission, mara: User, path: str, line: int, text: str, error: type[Exception]
) -> None:
    """A line that is there, and one to 1,000 letters."""
    with pytest.raises(error):
        actions.write_comment(attempt, path, line, text, by=mara)
    assert not Comment.objects.exists()


def test_an_attempt_takes_two_hundred(
    attempt: Submission, mara: User, pair: tuple[User, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One more is refused until somebody deletes one of their own."""
    monkeypatch.setattr("quintain.attempts.comments.actions.MOST_COMMENTS", 2)
    mine = actions.write_comment(attempt, "shop.py", 1, "x" * 1000, by=mara)
    actions.write_comment(attempt, "shop.py", 2, "Two", by=pair[0])
    with pytest.raises(TooManyComments, match="2 comments"):
        actions.write_comment(attempt, "shop.py", 1, "Three", by=mara)
    actions.delete_comment(mine, by=mara)
    actions.write_comment(attempt, "shop.py", 1, "Three", by=mara)


def test_strangers_neither_read_nor_write_nor_delete(  # noqa: PLR0917  fixtures
    a_class: Class,
    attempt: Submission,
    mara: User,
    operator: User,
    pair: tuple[User, User],
    sign_in: SignIn,
) -> None:
    """Not a classmate, not another class's instructor, and no instructor once the class is archived."""
    otto = make_instructor("otto", "Otto")
    make_class(otto, title="Another")
    comment = actions.write_comment(attempt, "shop.py", 1, "Mine.", by=mara)
    said = {"file": "shop.py", "line": "1", "text": "Theirs."}
    for other in (pair[1], otto):
        page = sign_in(other)
        assert page.post(f"/attempts/{attempt.pk}/comments", said).status_code == 404
        assert page.post(f"/comments/{comment.pk}/delete").status_code == 404
        assert "Mine." not in page.get("/labs/shop/attempts/1/").content.decode()
        assert "Mine." not in page.get("/").content.decode()
        with pytest.raises(PermissionDenied):
            actions.write_comment(attempt, "shop.py", 1, "Theirs.", by=other)
    for other in (operator, pair[0]):
        assert sign_in(other).post(f"/comments/{comment.pk}/delete").status_code == 404
        with pytest.raises(PermissionDenied):
            actions.delete_comment(comment, by=other)
    page = sign_in(mara)
    for address in (f"/attempts/{uuid4()}/comments", f"/comments/{10**30}/delete", "/comments/0/delete"):
        assert page.post(address, said).status_code == 404
        assert page.get(address).status_code == 405
    cohorts.archive(a_class, by=mara)
    assert sign_in(mara).post(f"/attempts/{attempt.pk}/comments", said).status_code == 404
    assert [each.text for each in Comment.objects.all()] == ["Mine."]


def test_a_comment_belongs_to_the_class_that_both_are_in(
    a_class: Class, attempt: Submission, pair: tuple[User, User], mara: User
) -> None:
    """A student of two classes is told of it in the class of the instructor."""
    otto = make_instructor("otto", "Otto")
    other = make_class(otto, title="Another")
    Membership.objects.create(person=pair[0], in_class=other, role=Role.STUDENT)
    attempt = Submission.objects.get(pk=attempt.pk)
    assert actions.write_comment(attempt, "shop.py", 1, "One", by=mara).in_class == a_class
    assert actions.write_comment(attempt, "shop.py", 1, "Two", by=otto).in_class == other


def test_no_exploit_and_no_run_of_tests_is_commented_on(
    pair: tuple[User, User], lab: Lab, mara: User, sign_in: SignIn
) -> None:
    """Only attempts about which the judge has spoken have a page with lines."""
    page = sign_in(mara)
    for kind in (Kind.EXPLOIT, Kind.TESTS):
        other = store(pair[0], lab, kind, "landed", files={"shop.py": "x"} if kind == Kind.TESTS else None)
        answer = page.post(f"/attempts/{other.pk}/comments", {"file": "shop.py", "line": "1", "text": "No."})
        assert answer.status_code == 404, kind


@pytest.mark.parametrize("line", ["x", "-1", "1e3", "999999999", "²", ""])
def test_an_address_that_makes_no_sense_opens_no_form(
    attempt: Submission, pair: tuple[User, User], sign_in: SignIn, line: str
) -> None:
    """The page comes as it is without it."""
    answer = sign_in(pair[0]).get("/labs/shop/attempts/1/", {"file": "shop.py", "line": line})
    assert answer.status_code == 200
    assert 'id="write"' not in answer.content.decode()


def test_comments_are_the_learners_data(
    a_class: Class, attempt: Submission, pair: tuple[User, User], mara: User
) -> None:
    """The export of a learner has them; an instructor who is erased leaves them without a name."""
    actions.write_comment(attempt, "shop.py", 1, "Why this import?", by=mara)
    actions.write_comment(attempt, "shop.py", 1, "To escape names.", by=pair[0])
    into = BytesIO()
    export_person(pair[0], into, by=pair[0])
    with ZipFile(into) as archive:
        rows = [json.loads(row) for row in archive.read("tables/attempts.comment.jsonl").splitlines()]
    assert [row["text"] for row in rows] == ["Why this import?", "To escape names."]
    erase_person(mara, by=None)
    assert [each.author for each in Comment.objects.order_by("pk")] == [None, pair[0]]
    erase_person(pair[0], by=None)
    assert not Comment.objects.exists()


def test_somebody_who_has_left_is_told_so(
    attempt: Submission, pair: tuple[User, User], mara: User, sign_in: SignIn
) -> None:
    """The words stay without a name."""
    actions.write_comment(attempt, "shop.py", 1, "Why this import?", by=mara)
    erase_person(mara, by=None)
    assert "somebody who has left" in sign_in(pair[0]).get("/labs/shop/attempts/1/").content.decode()
