"""What the depot and its lockers count on."""

from contextlib import suppress

import pytest

from helpers import connected, word

from quintain.judge import Raised

TEXTS = ["", "x", "Zoë – 李 小龙 🎈", "a\nb\r\n\tc\x00", '{"key": "00"}', " two  spaces "]


def installed(box, canary, rng, *knows):
    """Install a new locker, with texts that nobody has seen. Return its name, the orders and the reports."""
    name = f"Locker {word(rng, 5)} – O'Neill's, 3"
    box.call("stations:install", canary.technician_pin, name, *knows)
    box.call("workshop:watch")
    return name, *planned(box, canary, rng, name)


def planned(box, canary, rng, name, many=3):
    orders = [f"Open {rng.randrange(100)}, {word(rng)}" for _ in range(many)]
    reports = [f"{rng.randrange(100)} is full, {word(rng)}" for _ in range(many)]
    box.call("stations:plan", canary.technician_pin, name, orders, reports)
    return orders, reports


def received(box, canary, end):
    name, texts = box.call("stations:received", canary.technician_pin, end)
    return name, texts


def sent(box, canary, one, other, *texts):
    for text in texts:
        box.call("workshop:deliver", other, box.call("stations:say", canary.technician_pin, one, text))


def test_orders_and_reports_arrive(box, canary, rng):
    """A locker gets its orders, and the depot gets its reports under the right name."""
    for _ in range(3):
        name, orders, reports = installed(box, canary, rng)
        locker, depot = connected(box, name)
        assert received(box, canary, locker) == ("depot", orders)
        assert received(box, canary, depot) == (name, reports)


def test_harbour(box, canary):
    """The harbour and the depot exchange their codes, and messages do not show them."""
    locker, depot = connected(box, "harbour")
    assert received(box, canary, locker) == ("depot", [f"Open 12 with code {canary.opening_code}"])
    assert received(box, canary, depot) == ("harbour", [f"In 7 is a parcel, code {canary.parcel_code}"])


def test_any_text(box, canary, rng):
    """Texts may be empty or long, and in any script; equal ones may follow each other."""
    name, orders, reports = installed(box, canary, rng)
    locker, depot = connected(box, name)
    texts = [*TEXTS, word(rng, 20_000), "again", "again"]
    sent(box, canary, depot, locker, *texts)
    sent(box, canary, locker, depot, *texts)
    assert received(box, canary, locker)[1] == orders + texts
    assert received(box, canary, depot)[1] == reports + texts


def test_many_texts(box, canary, rng):
    """Hundreds of texts go through one connection, and the directions do not wait for each other."""
    name, orders, reports = installed(box, canary, rng)
    locker, depot = connected(box, name)
    waiting, texts = [], {locker: list(orders), depot: list(reports)}
    for _ in range(300):
        end, other = rng.choice([(locker, depot), (depot, locker)])
        text = word(rng)
        waiting.append((other, box.call("stations:say", canary.technician_pin, end, text)))
        texts[other].append(text)
    for end in (locker, depot):
        for other, message in waiting:
            if other == end:
                box.call("workshop:deliver", end, message)
    assert received(box, canary, locker)[1] == texts[locker]
    assert received(box, canary, depot)[1] == texts[depot]


def test_messages_are_bytes(box, canary, rng):
    """Messages are bytes, and of a text at most four times as long, and 400 bytes more."""
    name, *_ = installed(box, canary, rng)
    _, first = box.call("workshop:dial", name)
    assert type(first) is bytes
    locker, _ = connected(box, name)
    message = box.call("stations:say", canary.technician_pin, locker, word(rng, 1000))
    assert type(message) is bytes
    assert len(message) <= 4400


def test_several_connections_at_once(box, canary, rng):
    """Connections of several lockers begin and go on at the same time."""
    lockers = [installed(box, canary, rng) for _ in range(3)]
    ends = [(box.call("workshop:dial", name), box.call("workshop:accept")) for name, _, _ in lockers]
    waiting = {depot: [first] for (_, first), depot in ends}
    other = {locker: depot for (locker, _), depot in ends} | {depot: locker for (locker, _), depot in ends}
    for _ in range(8):
        replies = {}
        for end, messages in waiting.items():
            replies[other[end]] = [reply for each in messages for reply in box.call("workshop:deliver", end, each)]
        waiting = replies
    for (name, orders, reports), ((locker, _), depot) in zip(lockers, ends, strict=True):
        assert received(box, canary, locker) == ("depot", orders)
        assert received(box, canary, depot) == (name, reports)


def test_lockers_connect_again(box, canary, rng):
    """A locker connects again, with other texts, before or after its last connection has ended."""
    name, *_ = installed(box, canary, rng)
    for many in (0, 1, 5, 2):
        orders, reports = planned(box, canary, rng, name, many)
        locker, depot = connected(box, name)
        assert received(box, canary, locker)[1] == orders
        assert received(box, canary, depot) == (name, reports)


def test_depot_calls_itself(box, canary):
    """The depot calls itself each morning."""
    caller, called = connected(box, "depot")
    assert received(box, canary, caller) == ("depot", [f"Master code: {canary.master_code}"])
    assert received(box, canary, called) == ("depot", ["The line works."])


def test_lockers_in_the_hall(box, canary, rng):
    """Lockers that know only the suite none get their orders as well."""
    for name, orders, reports in [
        ("hall", ["Open 30"], ["30 is empty"]),
        installed(box, canary, rng, ["none"]),
    ]:
        locker, depot = connected(box, name)
        assert received(box, canary, locker) == ("depot", orders)
        assert received(box, canary, depot) == (name, reports)


def test_new_keys(box, canary, rng):
    """A station gets new keys, and its old connections go on."""
    name, orders, reports = installed(box, canary, rng)
    before = connected(box, name)
    for station in (name, "depot"):
        box.call("stations:install", canary.technician_pin, station)
        locker, depot = connected(box, name)
        assert received(box, canary, locker) == ("depot", orders)
        assert received(box, canary, depot) == (name, reports)
    sent(box, canary, *before, "old")
    assert received(box, canary, before[1]) == (name, [*reports, "old"])


def test_wrong_messages_end_one_connection(box, canary, rng):
    """A wrong message is an error, and ends this connection. The next one works."""
    name, orders, reports = installed(box, canary, rng)
    for wrong in (b"", b"{}", b"[]", b"null", b"\x00" * 40, rng.randbytes(200), b"\xff", word(rng).encode()):
        locker, _ = box.call("workshop:dial", name)
        for end in (locker, box.call("workshop:accept"), *connected(box, name)):
            with pytest.raises(Raised):
                box.call("workshop:deliver", end, wrong if end == locker else rng.randbytes(60))
        locker, depot = connected(box, name)
        assert received(box, canary, locker) == ("depot", orders)
        assert received(box, canary, depot) == (name, reports)


def test_mixed_up_connections(box, canary, rng):
    """Messages of another connection end this one, and the next one works."""
    name, orders, reports = installed(box, canary, rng)
    calls = [(*box.call("workshop:dial", name), box.call("workshop:accept")) for _ in range(2)]
    answers = [box.call("workshop:deliver", depot, first)[0] for _, first, depot in calls]
    for (locker, _, _), (_, _, depot), answer in zip(calls, reversed(calls), answers, strict=True):
        for message in (*box.call("workshop:deliver", locker, answer), rng.randbytes(80)):
            with suppress(Raised):
                box.call("workshop:deliver", depot, message)
    locker, depot = connected(box, name)
    assert received(box, canary, locker) == ("depot", orders)
    assert received(box, canary, depot) == (name, reports)
