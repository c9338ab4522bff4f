"""All that belongs to a person is exported and erased, from every table that there is; what others have stays."""

import io
import json
import zipfile
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest
from django.test import Client

from quintain.accounts import audit
from quintain.accounts.errors import LastOperator
from quintain.accounts.models import AuditEntry, Membership, Role, User
from quintain.accounts.people.personal_data import Table, erase_person, export_person, tables
from quintain.attempts.models import Exploit, File, Workspace
from tests.people import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

WITHOUT_PEOPLE = {
    "accounts.trybucket": "digests, for minutes",
    "accounts.auditentry": "ids only, so that entries outlive people",
    "arena.arena": "of a class; what students entered is in the entrants and entries",
    "arena.round": "as above",
    "arena.team": "of an arena; who is in it is in the entrants",
    "attempts.demonstration": "of the course",
    "attempts.server": "of the server",
    "attempts.solutionsallowed": "of a class",
    "attempts.submissioncounter": "never holds a row",
    "catalog.taughtpack": "of the course",
    "cells.cell": "of the server",
    "cells.ownership": "ids only; that of a person goes with the person",
    "catalog.taughtuuid": "as above",
    "certificates.classrequirement": "of a class",
    "certificates.sharedkeys": "of the servers",
    "certificates.statusentry": "a bit, which outlives its certificate so that a copy of it is told as revoked",
    "auth.group": "grants nothing here",
    "auth.permission": "as above",
    "auth.group_permissions": "as above",
    "contenttypes.contenttype": "Django's own",
    "cohorts.class": "of many",
    "cohorts.seat": "stays free when its student goes",
    "lti.platform": "of the server",
    "lti.deployment": "of a platform",
    "lti.context": "of a platform and a class",
    "lti.toolkey": "of the server",
    "webhooks.endpoint": "of the server or a class",
    "pacing.pace": "of a class; whom it follows is forgotten",
    "rejudging.run": "of a class or the server; what came of each attempt goes with the attempt",
    "pacing.poll": "of a class; who has answered what is in the votes",
    "socialaccount.socialapp": "holds no row: the operator names the provider in the environment",
    "sessions.session": "does not tell whose it is but inside; sought by its content",
}
"""Tables that belong to nobody. A new table is either found by its foreign keys, or has its reason here."""
MENTIONS = {
    ("attempts.comment", "author"),
    ("arena.arena", "opened_by"),
    ("arena.round", "begun_by"),
    ("certificates.certificate", "revoked_by"),
    ("cohorts.seat", "membership__person"),
    ("helpqueue.hand", "answered_by"),
    ("helpqueue.hand", "taken_by"),
    ("coedit.pairsession", "ended_by"),
    ("pacing.pace", "leader"),
    ("pacing.senthint", "sent_by"),
    ("pacing.sharedfix", "asked_by"),
    ("rejudging.run", "asked_by"),
}


def every_model() -> list[type[models.Model]]:
    """Return all models, those that Django makes for a many-to-many field as well."""
    return list(apps.get_models(include_auto_created=True))


def test_every_table_belongs_to_people_or_has_its_reason() -> None:
    """A new model with people in it cannot be forgotten: it is found, or this fails."""
    mine = {table.name for table in tables()[0]}
    everything = {model._meta.label_lower for model in every_model()}
    assert everything - mine == WITHOUT_PEOPLE.keys() & everything
    assert not mine & WITHOUT_PEOPLE.keys()
    assert {(table.name, table.path) for table in tables()[1]} == MENTIONS


def test_nothing_keeps_a_person_from_being_erased() -> None:
    """No foreign key on the way protects its target, or leaves a dangling one behind."""
    ways = {models.CASCADE, models.SET_NULL, models.DB_CASCADE, models.DB_SET_NULL}
    for table in tables()[0]:
        for relation in table.model._meta.get_fields(include_hidden=True):
            if isinstance(relation, models.ManyToOneRel):
                assert relation.on_delete in ways, f"{relation.related_model} protects {table.name}"


def value_for(field: Any, person: User, made: dict[type[models.Model], models.Model]) -> Any:  # noqa: C901, PLR0911  a table
    """Return something that a column takes."""
    match field:
        case models.ForeignKey():
            target = field.remote_field.model
            return person if target is User else made.get(target) or fill(target, person, made)
        case models.UUIDField():
            return uuid4()
        case models.DateTimeField():
            return datetime(2027, 5, 3, tzinfo=UTC)
        case models.DateField():
            return date(2027, 5, 3)
        case models.BooleanField():
            return False
        case models.IntegerField() | models.FloatField():
            return 1
        case models.JSONField():
            return ["x"]
        case models.GenericIPAddressField():
            return "192.0.2.9"
        case models.BinaryField():
            return b"x"
        case models.CharField() | models.TextField():
            return (field.choices[0][0] if field.choices else uuid4().hex)[: field.max_length or 40]
    return pytest.fail(f"value_for() knows no {type(field).__name__}; add it")


FITTING: dict[str, dict[str, Any]] = {
    # What a table's own constraints ask for.
    "accounts.membership": {"role": "student"},
    "attempts.submission": {"kind": "verdict", "exploit": "", "assault": None, "result": ""},
}


def fill(model: type[models.Model], person: User, made: dict[type[models.Model], models.Model]) -> models.Model:
    """Save a row with something in every column that needs it."""
    fitting = FITTING.get(model._meta.label_lower, {})
    facts = {
        field.name: value_for(field, person, made)
        for field in model._meta.concrete_fields
        if not field.has_default() and not isinstance(field, models.AutoField) and field.name not in fitting
        if not field.null or field.name in {"in_class", "person"}
    }
    if model._meta.label_lower == "attempts.submission":
        facts["sequence"] = uuid4().int % 2**40
    made[model] = model._base_manager.create(**(facts | fitting))
    return made[model]


def fill_all(username: str) -> User:
    """Make a person with a row in every table that belongs to people."""
    person = User.objects.create_user(username, f"{username} Secretname", "a passcode")
    made: dict[type[models.Model], models.Model] = {User: person}
    for table in tables()[0][1:]:
        if table.model not in made:
            fill(table.model, person, made)
    assert all(table.rows_of(person).exists() for table in tables()[0])
    return person


def dump() -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables of people."""
    return {
        model._meta.label_lower: sorted(model._base_manager.values_list(), key=repr)
        for model in every_model()
        if model._meta.label_lower not in WITHOUT_PEOPLE
    }


def test_all_of_a_person_goes_and_nothing_else_changes() -> None:
    """Every row of every table is as it was before they came, and so are those of somebody else."""
    fill_all("other")
    operator = make_person("mara", "Mara", Role.OPERATOR)
    before = dump()
    person = fill_all("elif")
    pk = person.pk
    assert dump() != before
    erased = erase_person(person, by=operator).rows
    for table in (*tables()[0], *tables()[1]):
        assert not table.rows_of(User(pk=pk)).exists(), table.name
    assert dump() == before
    assert erased >= len({table.model for table in tables()[0]})


def test_what_others_have_done_for_a_person_stays() -> None:
    """A hand that an instructor took is still its student's after the instructor is erased; the class goes on."""
    hands, classes, seats = (
        apps.get_model(*name) for name in (("helpqueue", "Hand"), ("cohorts", "Class"), ("cohorts", "Seat"))
    )
    student, instructor = fill_all("elif"), make_person("ada", "Ada", Role.INSTRUCTOR)
    hands.objects.update(taken_by=instructor)
    a_class = classes.objects.get()
    seat = seats.objects.create(in_class=a_class, number=1, membership=student.memberships.get())
    erase_person(instructor, by=None)
    assert [hand.taken_by for hand in hands.objects.all()] == [None]
    erase_person(student, by=None)
    seat.refresh_from_db()
    assert seat.membership is None
    assert classes.objects.count() == 1


def test_sessions_end_the_expired_as_well() -> None:
    """On every browser; those of others go on."""
    person, other = make_person("elif", "Elif", Role.STUDENT), make_person("hugo", "Hugo", Role.STUDENT)
    browsers = [Client(), Client(), Client()]
    for browser, who in zip(browsers, (person, person, other), strict=True):
        browser.force_login(who, backend="quintain.accounts.backends.PersonBackend")
    Session.objects.filter(pk=browsers[1].session.session_key).update(expire_date=datetime(2020, 1, 1, tzinfo=UTC))
    erase_person(person, by=None)
    assert list(Session.objects.values_list("pk", flat=True)) == [browsers[2].session.session_key]
    request = HttpRequest()
    request.session = browsers[2].session
    assert get_user(request) == other


def test_the_audit_log_keeps_ids_only() -> None:
    """Who erased whom, and what was done before; no name."""
    operator, person = make_person("mara", "Mara", Role.OPERATOR), fill_all("elif")
    audit.record(audit.Action.RESET_PASSCODE, actor=operator, about=person.pk)
    pk = person.pk
    erase_person(person, by=operator)
    entries = AuditEntry.objects.filter(about=pk)
    assert [entry.action for entry in entries] == ["erase-person", "reset-passcode"]
    assert entries[0].actor == operator.pk
    assert "Secretname" not in repr(list(AuditEntry.objects.values()))


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.AUTHOR, Role.STUDENT])
def test_only_an_operator_may(role: Role) -> None:
    """An instructor may not, nor anybody of an account that is closed; the person may export, and not erase."""
    person, other = make_person("elif", "Elif", Role.STUDENT), make_person("ada", "Ada", role)
    closed = make_person("mara", "Mara", Role.OPERATOR)
    closed.is_active = False
    for somebody in (other, person, closed):
        with pytest.raises(PermissionDenied):
            erase_person(person, by=somebody)
        if somebody != person:
            with pytest.raises(PermissionDenied):
                export_person(person, io.BytesIO(), by=somebody)
    assert User.objects.filter(pk=person.pk).exists()
    assert not AuditEntry.objects.exists()
    export_person(person, io.BytesIO(), by=person)
    person.is_active = False
    with pytest.raises(PermissionDenied):
        export_person(person, io.BytesIO(), by=person)
    assert [each.action for each in AuditEntry.objects.all()] == ["export-person"]


def test_the_last_operator_stays() -> None:
    """Also for themselves and for the command line; a second one may go."""
    mara, ada = make_person("mara", "Mara", Role.OPERATOR), make_person("ada", "Ada", Role.OPERATOR)
    erase_person(ada, by=mara)
    for by in (mara, None):
        with pytest.raises(LastOperator, match="only operator"):
            erase_person(mara, by=by)
    assert Membership.objects.filter(role=Role.OPERATOR).count() == 1


def exported(person: User, by: User | None = None) -> dict[str, bytes]:
    """Return the files of an export."""
    into = io.BytesIO()
    export_person(person, into, by=by)
    with zipfile.ZipFile(into) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(set(names)) == len(names)
        return {name: archive.read(name) for name in names}


def test_an_export_holds_all_tables_of_a_person_and_nothing_of_others() -> None:
    """As JSON, with the account and the times of sessions; no row of somebody else."""
    other, person = fill_all("other"), fill_all("elif")
    browser = Client()
    browser.force_login(person, backend="quintain.accounts.backends.PersonBackend")
    files = exported(person)
    about = json.loads(files["person.json"])
    assert about["account"]["display_name"] == "elif Secretname"
    assert [list(each) for each in about["sessions"]] == [["ends_at"]]
    for table in tables()[0][1:]:
        name = next(
            each for each in (f"tables/{table.name}.{table.path}.jsonl", f"tables/{table.name}.jsonl") if each in files
        )
        rows = [json.loads(line) for line in files[name].splitlines()]
        assert len(rows) == table.rows_of(person).count(), table.name
    everything = b"".join(files.values()).decode()
    assert str(other.pk) not in everything
    assert "other Secretname" not in everything


def test_an_export_holds_no_secret() -> None:
    """Nothing with which somebody could sign in: no hash of a passcode or code, no key of a session."""
    person = fill_all("elif")
    browser = Client()
    browser.force_login(person, backend="quintain.accounts.backends.PersonBackend")
    person.refresh_from_db()
    files = exported(person)
    everything = b"".join(files.values()).decode()
    if "tables/mfa.authenticator.jsonl" in files:  # keys of apps, recovery codes
        assert "data" not in json.loads(files["tables/mfa.authenticator.jsonl"])
    secrets = [person.password, person.password.rpartition("$")[2], browser.session.session_key]
    secrets += list(person.invitations.values_list("code_digest", flat=True))
    assert not [each for each in secrets if each and each in everything]


def test_an_export_tells_what_was_done_about_a_person_and_not_from_where_others_did_it() -> None:
    """An entry about them has no address of the operator; their own entry has theirs, and no id of somebody else."""
    operator, person = make_person("mara", "Mara", Role.OPERATOR), make_person("elif", "Elif", Role.INSTRUCTOR)
    other = make_person("hugo", "Hugo", Role.STUDENT)
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = "192.0.2.7"
    audit.record(audit.Action.RESET_PASSCODE, actor=operator, request=request, about=person.pk)
    audit.record(audit.Action.SEE_STUDENT, actor=person, request=request, about=other.pk)
    audit.record(audit.Action.SEE_STUDENT, actor=operator, request=request, about=other.pk)
    log = json.loads(exported(person, by=operator)["person.json"])["audit_log"]
    assert [(each["action"], each["address"], each["about"]) for each in log] == [
        ("export-person", None, str(person.pk)),
        ("see-student", "192.0.2.7", None),
        ("reset-passcode", None, str(person.pk)),
    ]


def test_texts_are_files_of_their_own_that_stay_in_their_folder() -> None:
    """Fix and exploit as they are stored; a strange path leads nowhere else."""
    person, lab = make_person("elif", "Elif", Role.STUDENT), uuid4()
    workspace = Workspace.objects.create(user=person, lab=lab)
    File.objects.create(workspace=workspace, path="src/shop.py", text="# Zoë\n", revision=1)
    File.objects.create(workspace=workspace, path="/../../etc/passwd", text="x", revision=1)
    Exploit.objects.create(workspace=workspace, text="# exploit\n", revision=1)
    files = exported(person)
    assert files[f"files/{lab}/fix/src/shop.py"].decode() == "# Zoë\n"
    assert files[f"files/{lab}/break/exploit.py"] == b"# exploit\n"
    assert f"files/{lab}/fix/etc/passwd" in files


def test_a_table_is_found_through_others() -> None:
    """Rows that name a row that names a person."""
    assert Table(File, "workspace__user") in tables()[0]
