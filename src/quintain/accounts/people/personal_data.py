"""Everything that the database has of one person: found by its foreign keys, so that no new table is forgotten.

A table *belongs* to people if its rows go with them: each has a foreign key to a person, or to a row that belongs to
one, and is deleted with it. Other rows only *mention* a person, who is taken out of them. The audit log has ids and no
foreign keys: its entries stay.
"""

import json
import math
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from io import BytesIO
from itertools import chain
from typing import Any, BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import CASCADE, DB_CASCADE, Q
from django.http import HttpRequest
from django.utils import timezone

from quintain.accounts.audit import Action, record
from quintain.accounts.errors import ExportBusy, ExportTooLarge, TooManyExports
from quintain.accounts.limits.rate_limits import THROTTLE
from quintain.accounts.limits.throttle import Rate
from quintain.accounts.locking import in_transaction, lock_name, lock_person
from quintain.accounts.models import AuditEntry, User
from quintain.accounts.people.actions import require_another_operator
from quintain.accounts.people.sanitizing import Sanitized, mark_erasure, sanitize
from quintain.accounts.permissions import Person, add_rule, is_operator, require_person

EXPORT_PERSON: Final = "accounts.export_person"
ERASE_PERSON: Final = "accounts.erase_person"
MOST_BYTES: Final = 32 * 2**20
"""Of an export by the browser, which is made in memory; the command line has no limit."""
EXPORTS: Final = Rate(3, 600)
"""Exports that one person may ask for by the browser: three, then one every ten minutes."""
WISHES: Final = Rate(4, 3600)
"""How often one may ask for erasure and withdraw it; each is an entry of the audit log."""
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
    """What a person gets as a file of its own, a text or bytes: its path below ``files/``."""

    path: str
    content: str | bytes

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self.content if isinstance(self.content, bytes) else self.content.encode(errors="replace")


type FilesOf = Callable[[User], Iterable[ExportedFile]]

_files_of: list[FilesOf] = []
_before_erasure: list[Callable[[User], None]] = []
_exporting: Final = threading.Lock()


def register() -> None:
    """Add this room's rules about personal data."""
    add_rule(EXPORT_PERSON, _operates_or_is)
    add_rule(ERASE_PERSON, lambda operator, _person: is_operator(operator))


def add_files(files_of: FilesOf) -> None:
    """Have what a room keeps for a person exported as files: texts, and what its tables hold as bytes."""
    _files_of.append(files_of)


def before_erasure(settle: Callable[[User], None]) -> None:
    """Have a room settle what others get from a person who is erased; it is called within the transaction."""
    _before_erasure.append(settle)


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
            related = Table(relation.related_model, path)
            is_mine = relation.on_delete in {CASCADE, DB_CASCADE}
            group = mine if is_mine else mentions
            if related not in group and related.path.count("__") < DEEPEST:
                group.append(related)
    return tuple(mine), tuple(mentions)


def export_person(person: User, into: BinaryIO, *, by: User | None, request: HttpRequest | None = None) -> None:
    """Write all data of a person as a zip: ``person.json``, a file of JSON lines for each table, and texts as files.

    Rows are read one by one, and saving goes on meanwhile.

    Raises:
        PermissionDenied: ``by`` is somebody else who runs no server.

    """
    require_person(by, EXPORT_PERSON, person)
    record(Action.EXPORT_PERSON, actor=by, request=request, about=person.pk)
    mine, mentions = tables()
    entries = AuditEntry.objects.filter(Q(about=person.pk) | Q(actor=person.pk))
    with ZipFile(into, "w", ZIP_DEFLATED) as archive:
        for table in mine[1:]:
            _write_rows(archive, table, person)
        for files_of in _files_of:
            for file in files_of(person):
                _open(archive, f"files/{file.path}", [file.data])
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
            "audit_log": [_entry(entry, person) for entry in entries.iterator()],
        }
        _open(archive, "person.json", [_json(about, indent=1)])


class _Bounded(BytesIO):
    """Takes as much as fits into an answer."""

    def write(self, data: Any, /) -> int:
        """Write.

        Raises:
            ExportTooLarge: There is more.

        """
        if self.tell() + len(data) > MOST_BYTES:
            raise ExportTooLarge
        return super().write(data)


def export_for_browser(person: User, *, by: User, request: HttpRequest) -> bytes:
    """Return the export of a person as ``export_person`` writes it, within limits: it takes one of the few threads.

    Raises:
        ExportBusy: Another one is being made.
        ExportTooLarge: There is more than 32 MiB.
        PermissionDenied: ``by`` is somebody else who runs no server.
        TooManyExports: ``by`` had several within the last minutes.

    """
    require_person(by, EXPORT_PERSON, person)
    _take(f"export by {by.pk}", EXPORTS)
    if not _exporting.acquire(blocking=False):
        raise ExportBusy
    try:
        into = _Bounded()
        export_person(person, into, by=by, request=request)
        return into.getvalue()
    finally:
        _exporting.release()


def ask_for_erasure(person: User, *, is_wanted: bool, request: HttpRequest | None = None) -> bool:
    """Note that a person wants to be erased, or does so no more; return whether that is new.

    Raises:
        TooManyExports: They changed their mind again and again.

    """
    _take(f"erasure asked by {person.pk}", WISHES)
    with transaction.atomic():
        rows = User.objects.filter(pk=person.pk, erasure_asked_at__isnull=is_wanted)
        if not rows.update(erasure_asked_at=timezone.now() if is_wanted else None):
            return False
        act = Action.ASK_ERASURE if is_wanted else Action.WITHDRAW_ERASURE
        record(act, actor=person, request=request, about=person.pk)
    return True


def _take(name: str, rate: Rate) -> None:
    if wait := THROTTLE.take(((name, rate),)):
        raise TooManyExports(math.ceil(wait))


@dataclass(frozen=True, slots=True)
class Erased:
    """How many rows went, and what became of what the database's files had of them."""

    rows: int
    sanitized: Sanitized


def erase_person(person: User, *, by: User | None, request: HttpRequest | None = None) -> Erased:
    """Delete all rows that belong to a person, end their sessions, and overwrite what is left in the database's files.

    What works for their sessions ends within a second. Entries of the audit log stay, with the id that nobody has.

    Raises:
        LastOperator: Nobody would be left who runs this server.
        PermissionDenied: ``by`` runs no server.

    """
    require_person(by, ERASE_PERSON, person)

    def erase() -> int:
        rows = _erase(person, by, request)
        mark_erasure()
        return rows

    rows = in_transaction(erase)
    return Erased(rows, sanitize())


def erase_invented(person: User) -> None:
    """Erase somebody whom a rehearsal has made up: as another person, but the files may keep what was there of them."""
    in_transaction(lambda: _erase(person, None, None))


def _erase(person: User, by: User | None, request: HttpRequest | None) -> int:
    lock_name("operators")
    require_another_operator(person)
    for row in _sessions_of(person):
        row.delete()
    lock_person(person.pk)
    for settle in _before_erasure:
        settle(person)
    erased = delete_rows(person, tables()[0])
    actor = by if by is None or by.pk != person.pk else None
    record(Action.ERASE_PERSON, actor=actor, request=request, about=person.pk, rows=erased)
    return erased


def delete_rows(person: User, chosen: Iterable[Table]) -> int:
    """Delete a person's rows of some tables, in a transaction, and return how many.

    A row is locked before what names it is looked for, so that nothing is added to it meanwhile. The first table is the
    person's own, or their row is locked before.
    """
    chosen = list(chosen)
    # First as others lock, who may hold some of them and want to add rows; then so that nobody adds any.
    for no_key in (True, False):
        for table in chosen:
            list(table.rows_of(person).select_for_update(of=("self",), no_key=no_key).values_list("pk"))
    return sum(table.rows_of(person).delete()[0] for table in reversed(chosen))


def _facts(model: type[models.Model] | models.Model) -> Any:  # Any: Django gives the class of it no name to rely on
    return model._meta  # noqa: SLF001  Django's documented interface


def _operates_or_is(somebody: Person, person: User) -> bool:
    return is_operator(somebody) or somebody.pk == person.pk


def _sessions_of(person: User) -> list[Session]:
    """Return all sessions of a person, the expired ones as well; the rows do not tell whose they are."""
    key = str(person.pk)
    return [row for row in Session.objects.iterator() if row.get_decoded().get(SESSION_KEY) == key]


def _entry(entry: AuditEntry, person: User) -> dict[str, object]:
    """Return an entry without what it says of others: from where somebody else did it, and to whom."""
    columns = _row(entry)
    if entry.actor != person.pk:
        columns["address"] = None
    if entry.about != person.pk:
        columns["about"] = None
    return columns


def _write_rows(archive: ZipFile, table: Table, person: User) -> None:
    rows = table.rows_of(person).iterator(chunk_size=20)
    first = next(rows, None)
    if first is not None:
        name = f"tables/{table.name}.jsonl"
        if name in archive.namelist():  # a second way to the same table
            name = f"tables/{table.name}.{table.path}.jsonl"
        _open(archive, name, (_json(_row(row)) + b"\n" for row in chain([first], rows)))


def _row(row: models.Model) -> dict[str, object]:
    """Return the columns of a row, but for secrets, and for what a program alone can read."""
    return {
        field.attname: field.value_from_object(row)
        for field in _facts(row).concrete_fields  # not of type(row), which may be a lazy object around one
        if not isinstance(field, models.BinaryField)
        if not any(word in field.name for word in SECRET_WORDS) and (_facts(row).app_label, field.name) not in SECRETS
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
