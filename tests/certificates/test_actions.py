"""A certificate is issued to who has earned it, once, and never in somebody else's name."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from pytest_django import Settings

from quintain.accounts.models import AuditEntry, Membership, Role, User
from quintain.accounts.people.personal_data import erase_person, export_person
from quintain.certificates import actions, keys, queries
from quintain.certificates.errors import (
    CannotTypeset,
    HolderUnfit,
    IssuedAlready,
    ListFull,
    NotEarned,
    NothingToRevoke,
    RequirementUnfit,
    RevokedForGood,
    TooManyIssued,
    TooManyNames,
)
from quintain.certificates.models import Certificate, StatusEntry
from quintain.certificates.papers import LettersMissing, Paper, PaperDamaged, PaperText
from quintain.certificates.permissions import Place
from quintain.certificates.requirements import Requirement
from quintain.certificates.signatures import read_signed
from quintain.certificates.status_list import read_list
from quintain.cohorts import actions as cohorts
from quintain.cohorts.models import Class
from quintain.cohorts.retention import erase_old_work
from quintain.packs.model.pack import Pack
from quintain.quizzes.models import AssessmentAnswer, AssessmentTaken, Occasion
from tests.certificates.conftest import ISSUER, Prove, prove
from tests.classroom import ASSESSMENT
from tests.people import make_student

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offered", "quick_papers")]


def issue(person: User, a_class: Class | None, name: str = "Zoë O'Brien") -> Certificate:
    """Have a certificate issued."""
    return actions.issue(Place(a_class), name, by=User.objects.get(pk=person.pk), issuer=ISSUER)


def revoked_indexes() -> set[int]:
    """Return what is revoked, as everybody reads it."""
    now = datetime.now(UTC)
    signed = queries.status_list(ISSUER, now)
    listed = read_list(read_signed(signed, keys.open_ring(settings.DATA.certificate_keys).public))
    return {entry.index for entry in StatusEntry.objects.all() if listed.is_revoked(entry.index)}


def test_it_is_issued_to_who_has_proven_all_that_is_asked_for(a_class: Class, seat: Prove) -> None:
    """With the name that they choose, and what they have done; the audit log has no name."""
    zoe = seat("Zoë", "shop", "store")
    made = issue(zoe, a_class, " Zoe  Miller ")
    said = queries.own_page(zoe).certificates[0].said
    assert (said.name, said.labs, said.labs_of, said.weaknesses) == ("Zoe Miller", 2, 2, ("CWE-89",))
    assert said.page == f"http://testserver/c/{made.code}"
    entry = AuditEntry.objects.get(action="issue-certificate")
    assert (entry.actor, entry.in_class, entry.details) == (zoe.pk, a_class.pk, {})
    assert revoked_indexes() == set()


@pytest.mark.parametrize("labs", [(), ("shop",)])
def test_it_is_not_issued_before_it_is_earned(a_class: Class, seat: Prove, labs: tuple[str, ...]) -> None:
    """A request that no page offers changes nothing, and takes no place of the list."""
    zoe = seat("Zoë", *labs)
    with pytest.raises(NotEarned):
        issue(zoe, a_class)
    assert not Certificate.objects.exists()
    assert not StatusEntry.objects.exists()


def test_a_number_of_labs_is_enough_where_it_is_asked_for(a_class: Class, seat: Prove, mara: User) -> None:
    """The instructor changes what the operator has set, for this class alone."""
    zoe = seat("Zoë", "store")
    actions.set_requirement(a_class, Requirement(1), is_default=False, by=mara)
    assert issue(zoe, a_class).in_class == a_class
    actions.set_requirement(a_class, None, is_default=True, by=mara)
    assert queries.class_page(a_class).requirement == Requirement(None)


@pytest.mark.parametrize("labs", [0, 1001])
def test_a_class_cannot_ask_for_nothing_or_too_much(a_class: Class, mara: User, labs: int) -> None:
    """The database holds to it as well."""
    with pytest.raises(RequirementUnfit):
        actions.set_requirement(a_class, Requirement(labs), is_default=False, by=mara)
    with pytest.raises(RequirementUnfit):
        actions.set_requirement(a_class, Requirement(1, 101), is_default=False, by=mara)


def test_the_exit_test_counts_where_it_is_asked_for(
    offered: Settings, a_class: Class, seat: Prove, course: Pack, with_assessment: Callable[[], None]
) -> None:
    """Two of three right are 66 percent."""
    with_assessment()
    zoe = seat("Zoë", "shop", "store")
    offered.CERTIFICATE = Requirement(None, 66)
    with pytest.raises(NotEarned):
        issue(zoe, a_class)
    taken = AssessmentTaken.objects.create(user=zoe, occasion=Occasion.EXIT)
    for number, question in enumerate(ASSESSMENT):
        AssessmentAnswer.objects.create(taken=taken, question=question.uuid, option=0, right=number < 2)
    offered.CERTIFICATE = Requirement(None, 67)
    with pytest.raises(NotEarned):
        issue(zoe, a_class)
    offered.CERTIFICATE = Requirement(None, 66)
    issue(zoe, a_class)
    assert queries.own_page(zoe).certificates[0].said.exit_percent == 66


def test_nobody_has_one_issued_for_another(
    a_class: Class, seat: Prove, mara: User, operator: User, learner: User
) -> None:
    """Not an instructor, an operator, somebody of no class, or who waits for a seat."""
    seat("Zoë", "shop", "store")
    waiting = User.objects.create_user("waiting", "Waiting")
    Membership.objects.create(person=waiting, in_class=a_class, role=Role.STUDENT)
    for somebody in (mara, operator, learner, waiting):
        with pytest.raises(PermissionDenied):
            issue(somebody, a_class)


def test_alone_it_is_issued_only_if_the_operator_allows(offered: Settings, course: Pack) -> None:
    """Nobody but the learner saw the work then."""
    alone = make_student("alone", "Alone")
    prove(alone, course, "shop", "store")
    with pytest.raises(PermissionDenied):
        issue(alone, None)
    offered.CERTIFICATE_ALONE = True
    assert issue(alone, None).is_alone
    with pytest.raises(IssuedAlready):
        issue(alone, None)


def test_there_is_one_that_is_valid(a_class: Class, seat: Prove) -> None:
    """After it was taken back, another one may be issued, with another name; the first is revoked."""
    zoe = seat("Zoë", "shop", "store")
    first = issue(zoe, a_class, "Zoë A")
    with pytest.raises(IssuedAlready):
        issue(zoe, a_class, "Zoë B")
    index = first.entry.index
    actions.take_back(first, by=zoe)
    assert revoked_indexes() == {index}
    second = issue(zoe, a_class, "Zoë B")
    assert second.entry.index != index
    assert second.code != first.code
    assert revoked_indexes() == {index}


def test_a_revoked_one_is_not_issued_again_unless_allowed(a_class: Class, seat: Prove, mara: User) -> None:
    """Neither by asking again nor by taking the revoked one back first."""
    zoe = seat("Zoë", "shop", "store")
    first = issue(zoe, a_class)
    actions.let_issue_again(first, by=mara)
    assert not AuditEntry.objects.filter(action="allow-certificate").exists(), "it is valid: there is nothing to allow"
    actions.revoke(first, may_issue_again=False, by=mara)
    assert revoked_indexes() == {first.entry.index}
    with pytest.raises(NothingToRevoke):
        actions.take_back(first, by=zoe)
    with pytest.raises(RevokedForGood):
        issue(zoe, a_class)
    with pytest.raises(NothingToRevoke):
        actions.revoke(first, may_issue_again=True, by=mara)
    actions.let_issue_again(first, by=mara)
    issue(zoe, a_class)
    assert revoked_indexes() == {first.entry.index}


def test_only_who_answers_for_it_revokes_it(a_class: Class, seat: Prove, operator: User) -> None:
    """An instructor of the class, and an operator; nobody takes back another's."""
    zoe, max_ = seat("Zoë", "shop", "store"), seat("Max", "shop", "store")
    first = issue(zoe, a_class)
    with pytest.raises(PermissionDenied):
        actions.revoke(first, may_issue_again=True, by=max_)
    with pytest.raises(PermissionDenied):
        actions.take_back(first, by=max_)
    actions.revoke(first, may_issue_again=True, by=operator)


def test_one_that_was_earned_alone_is_revoked_by_an_operator(
    mara: User, operator: User, offered: Settings, course: Pack
) -> None:
    """No instructor answers for it."""
    offered.CERTIFICATE_ALONE = True
    alone = make_student("alone", "Alone")
    prove(alone, course, "shop", "store")
    second = issue(alone, None)
    with pytest.raises(PermissionDenied):
        actions.revoke(second, may_issue_again=True, by=mara)
    actions.revoke(second, may_issue_again=True, by=operator)


def test_erasure_leaves_nothing_but_the_bit(a_class: Class, seat: Prove) -> None:
    """Which is set, since nobody could revoke it later; the place of the list is given to nobody else."""
    zoe = seat("Zoë", "shop", "store")
    index = issue(zoe, a_class, "Secretname").entry.index
    erase_person(zoe, by=None)
    assert not Certificate.objects.exists()
    assert [(each.index, each.is_revoked) for each in StatusEntry.objects.all()] == [(index, True)]
    assert "Secretname" not in repr(list(AuditEntry.objects.values()))


def test_an_export_has_the_files(a_class: Class, seat: Prove) -> None:
    """As their holder could load them down."""
    zoe = seat("Zoë", "shop", "store")
    made = issue(zoe, a_class)
    into = io.BytesIO()
    export_person(zoe, into, by=None)
    with zipfile.ZipFile(into) as archive:
        assert archive.read(f"files/certificates/{made.code}.pdf") == bytes(made.pdf)
        assert archive.read(f"files/certificates/{made.code}.jwt").decode() == made.credential


def test_a_certificate_outlives_the_work_of_an_old_class(a_class: Class, seat: Prove, mara: User) -> None:
    """It is what is shown to others when the work is gone."""
    zoe = seat("Zoë", "shop", "store")
    issue(zoe, a_class)
    cohorts.archive(a_class, by=mara)
    Class.objects.filter(pk=a_class.pk).update(archived_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert erase_old_work(1) > 0
    assert not zoe.workspaces.exists()
    assert Certificate.objects.get().person == zoe
    assert revoked_indexes() == set()


def test_who_asks_again_and_again_waits(a_class: Class, seat: Prove) -> None:
    """Each certificate takes a place of the list for ever."""
    zoe = seat("Zoë", "shop", "store")
    for _ in range(actions.ISSUES.tries):
        actions.take_back(issue(zoe, a_class), by=zoe)
    with pytest.raises(TooManyIssued) as refused:
        issue(zoe, a_class)
    assert refused.value.remedy == "Wait 60 minutes, then try again."
    assert refused.value.title == "Several certificates already"


def test_a_name_that_cannot_be_printed_takes_nothing(a_class: Class, seat: Prove) -> None:
    """Neither a place of the list nor a try."""
    zoe = seat("Zoë", "shop", "store")
    for _ in range(actions.ISSUES.tries + 1):
        with pytest.raises(HolderUnfit):
            issue(zoe, a_class, "Zo\u202eë")
    assert not StatusEntry.objects.exists()


def test_a_name_that_no_font_has_takes_no_try(
    a_class: Class, seat: Prove, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence names the letter. Only to try many names, each of which is typeset, is slowed down."""
    zoe = seat("Zoë", "shop", "store")

    def lack(text: PaperText, *_: object) -> Paper:
        if "山" in text.name:
            raise LettersMissing("山")
        return paper

    monkeypatch.setattr("quintain.certificates.papers.typeset", lack)
    for _ in range(actions.ISSUES.tries + 1):
        with pytest.raises(HolderUnfit, match="lack the letter “山”"):
            issue(zoe, a_class, "山田")
    for _ in range(actions.ISSUES.tries):
        actions.take_back(issue(zoe, a_class), by=zoe)
    with pytest.raises(TooManyIssued):
        issue(zoe, a_class)
    for _ in range(actions.NAMES.tries - 2 * actions.ISSUES.tries - 2):
        with pytest.raises(TooManyIssued):
            issue(zoe, a_class, "山田")
    with pytest.raises(TooManyNames) as refused:
        issue(zoe, a_class, "山田")
    assert refused.value.title == "Many names already"
    assert not StatusEntry.objects.filter(is_revoked=False).exists()


def test_without_a_pdf_nothing_is_issued(a_class: Class, seat: Prove, monkeypatch: pytest.MonkeyPatch) -> None:
    """The place of the list is free again."""
    zoe = seat("Zoë", "shop", "store")

    def fail(*_: object) -> None:
        raise PaperDamaged

    monkeypatch.setattr("quintain.certificates.papers.typeset", fail)
    with pytest.raises(CannotTypeset) as refused:
        issue(zoe, a_class)
    assert refused.value.remedy == "Try again in a minute."
    assert not StatusEntry.objects.exists()


def test_what_changes_while_it_is_typeset_is_asked_again(
    a_class: Class, seat: Prove, mara: User, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is issued and revoked meanwhile, a class that offers none any more, and a seat that is another's."""
    zoe = seat("Zoë", "shop", "store")
    meanwhile: list[Callable[[], object]] = []

    def typeset(*_: object) -> Paper:
        if meanwhile:
            meanwhile.pop()()
        return paper

    def issue_and_revoke() -> None:
        actions.revoke(issue(zoe, a_class), may_issue_again=False, by=mara)

    monkeypatch.setattr("quintain.certificates.papers.typeset", typeset)
    meanwhile.append(issue_and_revoke)
    with pytest.raises(RevokedForGood):
        issue(zoe, a_class)
    actions.let_issue_again(Certificate.objects.get(), by=mara)
    meanwhile.append(lambda: actions.set_requirement(a_class, None, is_default=False, by=mara))
    with pytest.raises(NotEarned):
        issue(zoe, a_class)
    actions.set_requirement(a_class, None, is_default=True, by=mara)
    meanwhile.append(lambda: cohorts.free_seat(a_class, zoe.pk, by=mara))
    with pytest.raises(PermissionDenied):
        issue(zoe, a_class)
    assert Certificate.objects.count() == StatusEntry.objects.count() == 1


def test_a_full_list_refuses(a_class: Class, seat: Prove, monkeypatch: pytest.MonkeyPatch) -> None:
    """No place is used twice."""
    zoe = seat("Zoë", "shop", "store")
    StatusEntry.objects.create(index=7)
    monkeypatch.setattr("secrets.randbelow", lambda _: 7)
    with pytest.raises(ListFull):
        issue(zoe, a_class)
