"""Who owns what, as the database decides it: by statements that meet, and owners that come back too late."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from quintain.attempts.actions import Typed, fix_file, save
from quintain.cells import ownership
from quintain.cells.errors import Moved
from quintain.cells.models import Cell, Ownership
from quintain.cells.ownership import Hold, Neighbour
from quintain.cells.this_cell import ThisCell
from quintain.cells.timing import SILENT_SECONDS
from quintain.coedit import actions
from quintain.coedit.documents import SharedDocument
from quintain.coedit.models import PairSession
from quintain.coedit.queries import names_of, texts_of
from tests.cells.grown.conftest import Pair
from tests.cells.grown.processes import stored

pytestmark = pytest.mark.usefixtures("database")


def make_cell() -> Neighbour:
    """Return a cell that has just said that it lives."""
    made = Neighbour(f"test-{uuid4().hex[:8]}", uuid4())
    assert ownership.beat(made.name, made.incarnation)
    return made


def silence(cell: Neighbour, seconds: float = SILENT_SECONDS + 1) -> None:
    """Let a cell have said nothing for some time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cells_cell SET seen_at = now() - make_interval(secs => %s) WHERE incarnation = %s",
            [seconds, cell.incarnation],
        )


def held(found: object) -> Hold:
    """Return a hold that was to be got."""
    assert isinstance(found, Hold), found
    return found


def refuse(*_: object) -> None:
    """Execute no statement."""
    raise AssertionError("the database was asked")


def test_of_two_cells_that_take_a_class_at_once_one_gets_it() -> None:
    """However often they try; both are told the same owner, and each taking has a larger epoch."""
    cells = [make_cell(), make_cell(), make_cell()]
    start = threading.Barrier(len(cells))

    def take(cell: Neighbour, partitions: list[UUID]) -> list[object]:
        found: list[object] = []
        try:
            for partition in partitions:
                start.wait()
                found.append(ownership.take(partition, cell.incarnation))
        finally:
            connection.close()
        return found

    partitions = [uuid4() for _ in range(20)]
    for _ in range(2):
        with ThreadPoolExecutor(len(cells)) as aside:
            told = [each.result() for each in [aside.submit(take, cell, partitions) for cell in cells]]
        for partition, *answers in zip(partitions, *told, strict=True):
            holds = [each for each in answers if isinstance(each, Hold)]
            owners = {each.incarnation for each in answers if isinstance(each, Neighbour)}
            assert len(holds) == 1, answers
            assert owners <= {holds[0].owner}
            assert Ownership.objects.get(partition=partition).epoch == holds[0].epoch
        owners_before = dict(Ownership.objects.filter(partition__in=partitions).values_list("partition", "epoch"))
        silence(cells[0])
        silence(cells[1])
        silence(cells[2])
        cells = [make_cell(), make_cell(), make_cell()]
    assert len(owners_before) == len(partitions)


def test_an_owner_keeps_a_class_for_as_long_as_it_lives() -> None:
    """A silent one loses it to the next that asks, and learns so; a draining one at once, and gets nothing."""
    one, two, partition = make_cell(), make_cell(), uuid4()
    first = held(ownership.take(partition, one.incarnation))
    assert ownership.take(partition, one.incarnation) == first
    silence(one, SILENT_SECONDS - 2)
    assert ownership.take(partition, two.incarnation) == one
    silence(one)
    second = held(ownership.take(partition, two.incarnation))
    assert second.epoch > first.epoch
    assert ownership.beat(one.name, one.incarnation)
    assert ownership.take(partition, one.incarnation) == two
    ownership.drain(two.incarnation)
    assert ownership.take(partition, two.incarnation) is None
    third = held(ownership.take(partition, one.incarnation))
    assert third.epoch > second.epoch
    ownership.release(second)
    assert ownership.take(partition, one.incarnation) == third
    silence(one)
    assert (
        ownership.take(partition, one.incarnation) is None or held(ownership.take(partition, one.incarnation)) == third
    )


def test_a_name_belongs_to_one_process() -> None:
    """A second one gets it when the first has been silent, and begins with nothing; the first then has it no more."""
    first, partition = make_cell(), uuid4()
    had = held(ownership.take(partition, first.incarnation))
    second = Neighbour(first.name, uuid4())
    assert not ownership.beat(second.name, second.incarnation)
    silence(first)
    assert ownership.beat(second.name, second.incarnation)
    assert not ownership.beat(first.name, first.incarnation)
    assert held(ownership.take(partition, second.incarnation)).epoch > had.epoch
    process = ThisCell(first.name, first.incarnation)
    assert not process.beat()
    assert process.is_superseded


def test_a_cell_that_has_heard_nothing_for_long_believes_itself_no_more() -> None:
    """What it owned may be another's by now. Until then it asks nobody, since no other cell can have taken it."""
    cell, other, partition = ThisCell(f"test-{uuid4().hex[:8]}"), make_cell(), uuid4()
    assert not cell.beat()
    own = cell.take(partition)
    assert not cell.beat()
    with connection.execute_wrapper(refuse):
        assert cell.take(partition) == own
    silence(Neighbour(cell.name, cell.incarnation))
    held(ownership.take(partition, other.incarnation))
    cell._trusted_until = time.monotonic()
    with pytest.raises(Moved):
        cell.take(partition)


def test_what_has_lost_its_class_stores_nothing(pair: Pair) -> None:
    """Neither a text, nor an end: the new owner's stays. A text that was ended is stored by nobody."""
    one, two = make_cell(), make_cell()
    old = held(ownership.take(pair.in_class.pk, one.incarnation))
    theirs, ours = (SharedDocument(names_of(pair.lab)) for _ in range(2))
    theirs.put(pair.text, "too late")
    ours.put(pair.text, "the owner's")
    silence(one)
    new = held(ownership.take(pair.in_class.pk, two.incarnation))
    assert actions.save_held({pair.session.pk: ours.state()}, {pair.session.pk: new}) == frozenset()
    assert actions.save_held({pair.session.pk: theirs.state()}, {pair.session.pk: old}) == {pair.session.pk}
    assert stored(pair.session, pair.lab)[pair.text] == "the owner's"
    actions.end(pair.session, by=None)  # type: ignore[arg-type]  # as the server's own command line
    ended = PairSession.objects.get(pk=pair.session.pk)
    actions.settle(ended, theirs, pair.lab, old)
    actions.forget_held(ended.pk, old)
    assert stored(pair.session, pair.lab)[pair.text] == "the owner's"
    assert actions.save_held({ended.pk: theirs.state()}, {ended.pk: new}) == frozenset()
    assert stored(pair.session, pair.lab)[pair.text] == "the owner's"
    actions.settle(ended, None, pair.lab, new)
    assert texts_of(pair.student, pair.lab)[pair.text] == "the owner's"
    actions.settle(ended, theirs, pair.lab, new)  # once is all
    assert texts_of(pair.student, pair.lab)[pair.text] == "the owner's"


def test_what_the_student_has_saved_alone_since_the_end_stays(pair: Pair) -> None:
    """A cell that brings texts home late overwrites nothing."""
    one = make_cell()
    hold = held(ownership.take(pair.in_class.pk, one.incarnation))
    document = SharedDocument(names_of(pair.lab))
    document.put(pair.text, "shared")
    actions.save_held({pair.session.pk: document.state()}, {pair.session.pk: hold})
    PairSession.objects.filter(pk=pair.session.pk).update(ended_at=pair.session.asked_at)
    own = fix_file(pair.student, pair.lab, pair.text.removeprefix("fix/"))
    save(own, Typed("typed alone since", own.load().revision))
    actions.settle(PairSession.objects.get(pk=pair.session.pk), None, pair.lab, hold)
    assert texts_of(pair.student, pair.lab)[pair.text] == "typed alone since"
    assert not PairSession.objects.get(pk=pair.session.pk).state


def test_a_class_is_taken_after_what_is_being_written_for_it() -> None:
    """So the next owner reads all that was acknowledged."""
    one, two, partition = make_cell(), make_cell(), uuid4()
    hold = held(ownership.take(partition, one.incarnation))
    silence(one)
    taken = threading.Event()

    def take() -> None:
        ownership.take(partition, two.incarnation)
        taken.set()
        connection.close()

    with transaction.atomic():
        assert ownership.lock(hold)
        thread = threading.Thread(target=take)
        thread.start()
        assert not taken.wait(0.5)
    thread.join(10)
    assert taken.is_set()
    with transaction.atomic():
        assert not ownership.lock(hold)


def test_a_cell_notices_what_it_has_lost_and_what_is_idle() -> None:
    """By its next heartbeat; and what nothing is open for comes to others."""
    cell = ThisCell(f"test-{uuid4().hex[:8]}")
    partition = uuid4()
    assert not cell.beat()
    hold = cell.take(partition)
    assert cell.has(hold)
    assert not cell.beat()
    other = make_cell()
    silence(Neighbour(cell.name, cell.incarnation))
    held(ownership.take(partition, other.incarnation))
    assert cell.has(hold), "it cannot know yet"
    assert cell.beat()
    assert not cell.has(hold)
    assert cell.where(partition, cell.name) == other.name
    idle = cell.take(uuid4())
    cell.release_idle(frozenset())
    assert cell.has(idle)
    cell._used_at[idle.partition] -= 10_000
    cell.release_idle(frozenset())
    assert not cell.has(idle)
    assert not Ownership.objects.filter(epoch=idle.epoch).exists()


def test_what_is_in_use_is_lost_by_the_same_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket that is open for a class keeps the cell from giving it up, and not from noticing that another has it."""
    cell = ThisCell(f"test-{uuid4().hex[:8]}")
    assert not cell.beat()
    hold = cell.take(uuid4())
    other = make_cell()
    silence(Neighbour(cell.name, cell.incarnation))
    held(ownership.take(hold.partition, other.incarnation))
    read_map = ownership.read_map

    def read_slowly() -> tuple[tuple[Neighbour, ...], tuple[Hold, ...]]:
        cell.release_idle(frozenset({hold}))  # another thread does that each second
        return read_map()

    monkeypatch.setattr(ownership, "read_map", read_slowly)
    assert cell.beat()
    assert not cell.has(hold)
    with pytest.raises(Moved):
        cell.take(hold.partition)


def test_what_is_taken_during_a_heartbeat_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The map that was asked for before does not have it yet."""
    cell, taken = ThisCell(f"test-{uuid4().hex[:8]}"), []
    assert not cell.beat()
    read_map = ownership.read_map

    def read_before() -> tuple[tuple[Neighbour, ...], tuple[Hold, ...]]:
        read = read_map()
        taken.append(cell.take(uuid4()))
        return read

    monkeypatch.setattr(ownership, "read_map", read_before)
    assert not cell.beat()
    assert cell.has(taken[0])


def test_what_is_old_is_forgotten() -> None:
    """Cells that were silent for a day, and what they owned; and what belongs to nobody there is."""
    cell, partition = make_cell(), uuid4()
    ownership.take(partition, cell.incarnation)
    silence(cell, 2 * 86_400)
    ownership.forget_old()
    assert not Cell.objects.filter(name=cell.name).exists()
    assert not Ownership.objects.filter(partition=partition).exists()


def test_people_and_classes_that_are_deleted_leave_no_trace(pair: Pair) -> None:
    """Their ids are in the table of owners as long as they are there."""
    cell = make_cell()
    for partition in (pair.in_class.pk, pair.instructor.pk):
        held(ownership.take(partition, cell.incarnation))
    pair.in_class.delete()
    assert not Ownership.objects.filter(partition=pair.session.in_class_id).exists()
    person = pair.instructor.pk
    pair.instructor.delete()
    assert not Ownership.objects.filter(partition=person).exists()
