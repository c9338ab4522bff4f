"""What branches count on."""

from helpers import lines, order, results, word

TROUBLE_IN_NAMES = ("Zoë O'{} & Söhne", "St. {}/100%")


def number_of(ordered):
    assert ordered.code == 0, ordered.err
    return ordered.out.split()[1]


def test_order_saves_the_label(box, rng):
    """An order prints the number and saves the label, whatever the customer's name is."""
    name, town = (text.format(word(rng)) for text in TROUBLE_IN_NAMES)
    grams = rng.randrange(100, 9999)
    [ordered] = results(box, ["order", name, town, str(grams)])
    number = number_of(ordered)
    assert number.isdecimal()
    assert ordered.out == f"parcel {number} for {name}, {town}\n"
    assert box.read(f"labels/{number}.txt").decode() == f"LABEL {number}\n{name}\n{town}\n{grams} g\n"


def test_key_reaches_the_carrier(box, rng):
    """Order, label, state and close reach the carrier with the company's key."""
    ordered, tracked, closed = results(box, ["order", word(rng), word(rng), "300"], "track @", "close 2026-11-27")
    number = number_of(ordered)
    assert (tracked.code, tracked.out) == (0, "ordered, 300 g\n")
    assert (closed.code, closed.out) == (0, "1 parcels\n")
    assert lines(box, "carrier/accepted.txt") == [
        "current POST /v1/parcels",
        f"current GET /v1/parcels/{number}/label",
        f"current GET /v1/parcels/{number}/state",
        "current POST /v1/days/2026-11-27/close",
    ]


def test_key_in_the_environment(box, rng):
    """CARRIER_KEY works as well as a file."""
    ordered, tracked, closed = results(box, order(rng, "--env"), "--env track @", "--env close 2026-11-27")
    assert [ordered.code, tracked.code, closed.code] == [0, 0, 0]
    assert closed.out == "1 parcels\n"
    assert [line.split()[0] for line in lines(box, "carrier/accepted.txt")] == ["current"] * 4


def test_new_key_is_used(box, canary, rng):
    """The operator replaces the key; the program uses the new one, and the carrier refuses one that it does not know."""
    box.write("secrets/carrier.key", f"nm/{word(rng)}+3=\n")
    [refused] = results(box, order(rng))
    assert (refused.code, refused.out) == (1, "")
    assert refused.err
    assert lines(box, "carrier/accepted.txt") == []
    box.write("secrets/carrier.key", f"nm/{canary.api_key}+3=\n")
    [ordered] = results(box, order(rng))
    assert ordered.code == 0


def test_build_works(box, rng):
    """dist/parcels.pyz does what the source does. It can be built at any time, and again."""
    ordered = ["--built", "order", word(rng), word(rng), "600"]
    _, first, again, ordered, tracked, zone, closed = results(
        box, order(rng), "build", "build", ordered, "--built track @", "--built zone 81000", "--built close 2026-11-27"
    )
    assert (first.code, first.out) == (again.code, again.out) == (0, "built dist/parcels.pyz\n")
    assert box.read(f"labels/{number_of(ordered)}.txt").endswith(b"600 g\n")
    assert (tracked.out, zone.out, closed.out) == ("ordered, 600 g\n", "south\n", "2 parcels\n")


def test_log_names_the_requests(box, rng):
    """The log has a line for each request, with its method and path."""
    ordered, closed = results(box, order(rng), "close 2026-11-27")
    assert closed.code == 0
    log = lines(box, "parcels.log")
    assert any("POST" in line and "/v1/parcels" in line for line in log)
    assert any("GET" in line and f"/v1/parcels/{number_of(ordered)}/label" in line for line in log)
    assert any("2026-11-27" in line for line in log)


def test_carrier_is_down(box, rng):
    """If the carrier cannot be reached, an order ends with status 1, a message, and a line in the log. A zone is known."""
    ordered, zone, unknown = results(box, order(rng, "--down"), "--down zone 50667", "zone x")
    assert (ordered.code, ordered.out) == (1, "")
    assert "/v1/parcels" in ordered.err
    assert any(line.startswith("ERROR") for line in lines(box, "parcels.log"))
    assert (zone.out, unknown.out) == ("west\n", "unknown\n")


def test_wrong_command_lines_are_explained(box):
    """A wrong command line gets the help and status 1."""
    for run in results(box, "order Ann", "order Ann Ulm heavy", "track x1", "send 1"):
        assert run.code == 1
        assert "parcels order NAME TOWN GRAMS" in run.err
