"""A move of all rows from one database to another: surveyed, copied in batches, compared, and only then usable."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from quintain.server.marks import State, refusal
from quintain.server.moving.errors import MoveRefused
from quintain.server.moving.places import Mark, Place, Progress, Tell
from quintain.server.moving.survey import ROWS_A_LINE, Digest, Reader, Survey, first_difference, survey
from quintain.server.moving.tables import LEFT_OUT, Table
from quintain.server.moving.values import Row, size_of

ROWS_A_BATCH: Final = 1000
BYTES_A_BATCH: Final = 4 * 2**20
"""About how much is written at once, and lost by a kill."""


@dataclass(frozen=True, slots=True)
class Line:
    """What became of a table. ``difference`` names the first row that is not the same; empty if all are."""

    table: str
    source: Digest
    target: Digest
    difference: str = ""

    @property
    def is_same(self) -> bool:
        """Whether both sides hold the same rows, and the target gives no number again."""
        same_rows = (self.source.rows, self.source.sha256) == (self.target.rows, self.target.sha256)
        return same_rows and self.target.last_number >= self.source.last_number


@dataclass(frozen=True, slots=True)
class Move:
    """Moves the rows of ``tables`` from ``source`` to ``target``, whose tables ``make_tables`` makes.

    A move that is killed goes on where it was: how far it is, is in the target.
    """

    source: Place
    target: Place
    tables: tuple[Table, ...]
    make_tables: Callable[[], None]
    tell: Tell
    replaces_nul: bool = False

    def survey(self) -> Survey:
        """Read all rows of the source.

        Raises:
            MoveRefused: There is a value that the target does not take, or the source cannot be read.

        """
        self.tell(f"Reading {self.source.words}.")
        found = survey(self.source, self.tables, self.tell, replaces_nul=self.replaces_nul)
        if found.misfits:
            more = (
                f"\n  and {found.misfitting - len(found.misfits)} more" if found.misfitting > len(found.misfits) else ""
            )
            lines = "\n".join(f"  {each}" for each in found.misfits)
            raise MoveRefused(
                f"{found.misfitting} values do not fit into the other database. Nothing was moved.\n{lines}{more}",
                "Change or delete them. NUL characters become U+FFFD with --replace-nul.",
            )
        return found

    def run(self, found: Survey) -> tuple[Line, ...]:
        """Copy all rows, and return what both sides hold then.

        Raises:
            MoveRefused: The target is not empty, or of another move; or a side cannot be used.

        """
        mark = self._begin(found)
        self._copy(mark)
        for table in self.tables:
            if table.counts:
                last = max(found.digests[table.name].last_number, self.target.last_number(table))
                self.target.set_last_number(table, last)
        self.target.check()
        return self.compare(found)

    def compare(self, found: Survey) -> tuple[Line, ...]:
        """Read all rows of the target, and return what both sides hold."""
        self.tell(f"Comparing {self.target.words}.")
        there = survey(self.target, self.tables, self.tell)
        lines = (Line(each.name, found.digests[each.name], there.digests[each.name]) for each in self.tables)
        return tuple(
            line if line.is_same else replace(line, difference=self._difference(table))
            for table, line in zip(self.tables, lines, strict=True)
        )

    def finish(self, *, leaves_source: bool = True) -> None:
        """Let servers use the target; and no longer the source, if ``leaves_source``.

        Raises:
            MoveRefused: A server was started with the source meanwhile.

        """
        if leaves_source:
            self.source.require_alone()
        mark = self.target.mark()
        if leaves_source and mark is not None:
            self.source.put_mark(replace(mark, state=State.LEFT, place=self.target.words, at=_now()))
        self.target.drop_mark()

    def _begin(self, found: Survey) -> Mark:
        mark = self.target.mark()
        if mark is None:
            if taken := self.target.table_names() & {*LEFT_OUT, *(table.name for table in self.tables)}:
                raise MoveRefused(
                    f"{self.target.words} is not empty: it has a table {min(taken)}.",
                    "Give it a new, empty database. Nothing is ever replaced by a move.",
                )
            mark = Mark(State.MAKING, found.fingerprint, self.source.words, _now())
            self.target.put_mark(mark)
        elif mark.state is State.LEFT:
            raise MoveRefused(*refusal(mark.state, mark.place, mark.at))
        elif mark.fingerprint != found.fingerprint:
            raise MoveRefused(
                f"A move of other rows into {self.target.words} was begun at {mark.at} and is not finished.",
                "If the rows that were to be moved have changed since, begin again with an empty database.",
            )
        if mark.state is State.MAKING:
            self.tell(f"Making the tables in {self.target.words}.")
            self.make_tables()
            self.target.clear(tuple(reversed(self.tables)))
            mark = replace(mark, state=State.COPYING)
            self.target.put_mark(mark)
        return mark

    def _copy(self, mark: Mark) -> None:
        self.tell(f"Copying, begun at {mark.at}.")
        progress = self.target.progress()
        for table in self.tables:
            done = progress.get(table.name, Progress())
            if done.moved:
                self.tell(f"  {table.name}: {done.moved} rows are there already")
            told = done.moved
            reader = Reader(self.source, table, replaces_nul=self.replaces_nul)
            for batch in _batches(reader.rows(done.last)):
                done = Progress(done.moved + len(batch), batch[-1][table.key])
                self.target.write(table, batch, done)
                if done.moved - told >= ROWS_A_LINE:
                    told = done.moved
                    self.tell(f"  copied {table.name}: {told}")

    def _difference(self, table: Table) -> str:
        found = first_difference(self.source, self.target, table, replaces_nul=self.replaces_nul)
        return found or f"{table.name}: numbers would be given again"


def require_source(source: Place, target: Place, known: frozenset[str]) -> None:
    """Refuse a source that servers may not use, or that another version has made.

    Raises:
        MoveRefused: It is such a one.

    """
    left, there = source.mark(), target.mark()
    is_ours = left and there and left.state is State.LEFT and left.fingerprint == there.fingerprint
    if left and not is_ours:
        raise MoveRefused(*refusal(left.state, left.place, left.at))
    applied = source.migrations() if "django_migrations" in source.table_names() else frozenset()
    applied = frozenset(each for each in applied if not each.startswith("procrastinate."))
    if applied - known:
        raise MoveRefused(f"{source.words} was made by a newer Quintain ({min(applied - known)}).", "Use that version.")
    if known - applied:
        raise MoveRefused(
            f"{source.words} holds no database of this Quintain, or one of an older.",
            "Start the server once with this version, which brings it up to date.",
        )


def _batches(rows: Iterator[Row]) -> Iterator[Sequence[Row]]:
    batch: list[Row] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += size_of(row)
        if len(batch) == ROWS_A_BATCH or size >= BYTES_A_BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _now() -> str:
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
