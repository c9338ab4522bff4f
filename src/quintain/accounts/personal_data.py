"""Everything that the database has of one person: found by its foreign keys, so that no new table is forgotten.

A table *belongs* to people if its rows go with them: each has a foreign key to a person, or to a row that belongs to
one, and is deleted with it. Other rows only *mention* a person, who is taken out of them. The audit log has ids and no
foreign keys: its entries stay.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any, BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models import CASCADE, DB_CASCADE, Q
from django.http import HttpRequest
from django.utils import timezone

from quintain.accounts.audit import Action, record
from quintain.accounts.errors import LastOperator
from quintain.accounts.locking import in_transaction, lock_name
from quintain.accounts.models import AuditEntry, Membership, Role, User
from quintain.accounts.permissions import add_rule, is_operator, require_person

EXPORT_PERSON: Final = "accounts.export_person"
ERASE_PERSON: Final = "accounts.erase_person"
DEEPEST: Final = 6
"""Foreign keys from a row to its person: as many as that are followed, so that tables that name themselves end."""
FORMAT: Final = "quintain-person"
SECRET_WORDS: Final = ("password", "secret", "passcode", "token", "code_digest", "session_key", "session_data")
"""A column whose name holds one of these is no data about a person, but what lets somebody in as them."""

SECRETS: Final = {("mfa", "data"), ("account", "key"), ("usersessions", "data")}
"""Columns of other packages that let somebody in, though their names do not say so."""


@dataclass(frozen=True, slots=True)
class Table:
    """A model, and the way from its rows to a person, as Django's lookups write it: ``workspace__user``."""

    model: type[models.Model]
    path: str

    @property
    def name(self) -> str:
        """Room and model."""
        return str(_facts(self.model).label_lower)

    def rows_of(self, person: User) -> models.QuerySet[Any]:
        """Return the rows that belong to a person, or mention them."""
        rows = self.model._base_manager  # noqa: SLF001  Django's documented interface; it sees all rows
        return rows.filter(**{self.path: person.pk}).order_by("pk")


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A text that a person gets as a file of its own: its path below ``files/``."""

    path: str
    text: str


type FilesOf = Callable[[User], Iterable[ExportedFile]]

_files_of: list[FilesOf] = []


def register() -> None:
    """Add this room's rules about personal data."""
    add_rule(EXPORT_PERSON, _operates)
    add_rule(ERASE_PERSON, _operates)


def add_files(files_of: FilesOf) -> None:
    """Have a room's texts exported as files, which are in its tables as well."""
    _files_of.append(files_of)


@cache
def tables() -> tuple[tuple[Table, ...], tuple[Table, ...]]:
    """Return the tables that belong to people, and those that mention them; the person's own is the first."""
    mine: list[Table] = [Table(User, "pk")]
    mentions: list[Table] = []
    for table in mine:  # which grows meanwhile
        for relation in _facts(table.model).get_fields(include_hidden=True):
            if not isinstance(relation, models.ManyToOneRel):  # a OneToOneRel is one as well
                continue
            path = relation.field.name if table.path == "pk" else f"{relation.field.name}__{table.path}"
            found = Table(relation.related_model, path)
            is_mine = relation.on_delete in {CASCADE, DB_CASCADE}
            known = mine if is_mine else mentions
            if found not in known and found.path.count("__") < DEEPEST:
                known.append(found)
    return tuple(mine), tuple(mentions)


def export_person(person: User, into: BinaryIO, *, by: User | None, request: HttpRequest | None = None) -> None:
    """Write all data of a person as a zip: ``person.json``, a file of JSON lines for each table, and texts as files.

    Rows are read one by one, and saving goes on meanwhile.

    Raises:
        PermissionDenied: ``by`` runs no server.

    """
    require_person(by, EXPORT_PERSON, person)
    record(Action.EXPORT_PERSON, actor=by, request=request, about=person.pk)
    mine, mentions = tables()
    with ZipFile(into, "w", ZIP_DEFLATED) as archive:
        for table in mine[1:]:
            _write_rows(archive, table, person)
        for files_of in _files_of:
            for file in files_of(person):
                _open(archive, f"files/{file.path}", [file.text.encode(errors="replace")])
        about = {
            "format": FORMAT,
            "version": 1,
            "made_at": timezone.now(),
            "made_by": f"quintain {version('quintain')}",
            "account": _row(person),
            "sessions": [{"ends_at": row.expire_date} for row in _sessions_of(person)],
            "mentioned_in": [
                {"table": table.name, "column": table.path, "row": str(row.pk)}
                for table in mentions
                for row in table.rows_of(person).only("pk")
            ],
            "audit_log": [_entry(entry, person) for entry in AuditEntry.objects.filter(_about(person)).iterator()],
        }
        _open(archive, "person.json", [_json(about, indent=1)])


def erase_person(person: User, *, by: User | None, request: HttpRequest | None = None) -> int:
    """Delete all rows that belong to a person, end their sessions, and return how many rows there were.

    What works for their sessions ends within a second. Entries of the audit log stay, with the id that nobody has.

    Raises:
        LastOperator: Nobody would be left who runs this server.
        PermissionDenied: ``by`` runs no server.

    """
    require_person(by, ERASE_PERSON, person)
    return in_transaction(lambda: _erase(person, by, request))


def _erase(person: User, by: User | None, request: HttpRequest | None) -> int:
    lock_name("operators")
    _require_another_operator(person)
    for row in _sessions_of(person):
        row.delete()
    erased = delete_rows(person, tables()[0])
    actor = by if by is None or by.pk != person.pk else None
    record(Action.ERASE_PERSON, actor=actor, request=request, about=person.pk, rows=erased)
    return erased


def delete_rows(person: User, chosen: Iterable[Table]) -> int:
    """Delete a person's rows of some tables, in a transaction, and return how many; their place on the disk is zeroed.

    A row is locked before what names it is looked for, so that nothing is added to it meanwhile. The first table is the
    person's own, or their row is locked before.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")
    chosen = list(chosen)
    # First as others lock, who may hold some of them and want to add rows; then so that nobody adds any.
    for no_key in (True, False):
        for table in chosen:
            list(table.rows_of(person).select_for_update(of=("self",), no_key=no_key).values_list("pk"))
    return sum(table.rows_of(person).delete()[0] for table in reversed(chosen))


def _facts(model: type[models.Model]) -> Any:  # Any: Django gives the class of it no name to rely on
    return model._meta  # noqa: SLF001  Django's documented interface


def _operates(operator: Any, _person: User) -> bool:
    return is_operator(operator)


def _require_another_operator(person: User) -> None:
    operators = Membership.objects.filter(role=Role.OPERATOR, person__is_active=True)
    if operators.filter(person=person).exists() and not operators.exclude(person=person).exists():
        raise LastOperator


def _about(person: User) -> Q:
    return Q(about=person.pk) | Q(actor=person.pk)


def _sessions_of(person: User) -> list[Session]:
    """Return all sessions of a person, the expired ones as well; the rows do not tell whose they are."""
    key = str(person.pk)
    return [row for row in Session.objects.iterator() if row.get_decoded().get(SESSION_KEY) == key]


def _entry(entry: AuditEntry, person: User) -> dict[str, object]:
    """Return an entry without what it says of others: from where somebody else did it, and to whom."""
    told = _row(entry)
    if entry.actor != person.pk:
        told["address"] = None
    if entry.about != person.pk:
        told["about"] = None
    return told


def _write_rows(archive: ZipFile, table: Table, person: User) -> None:
    rows = table.rows_of(person).iterator(chunk_size=20)
    first = next(rows, None)
    if first is not None:
        name = f"tables/{table.name}.jsonl"
        if name in archive.namelist():  # a second way to the same table
            name = f"tables/{table.name}.{table.path}.jsonl"
        _open(archive, name, (_json(_row(row)) + b"\n" for row in _chained(first, rows)))


def _chained(first: models.Model, rows: Iterator[models.Model]) -> Iterator[models.Model]:
    yield first
    yield from rows


def _row(row: models.Model) -> dict[str, object]:
    """Return the columns of a row, but for secrets."""
    return {
        field.attname: field.value_from_object(row)
        for field in _facts(type(row)).concrete_fields
        if not any(word in field.name for word in SECRET_WORDS)
        and (_facts(type(row)).app_label, field.name) not in SECRETS
    }


def _json(value: object, indent: int | None = None) -> bytes:
    return json.dumps(value, cls=DjangoJSONEncoder, indent=indent).encode()


def _open(archive: ZipFile, name: str, parts: Iterable[bytes]) -> None:
    entry = ZipInfo(name, timezone.localtime().timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o100600 << 16
    with archive.open(entry, "w", force_zip64=True) as file:
        for part in parts:
            file.write(part)
