"""What branches count on."""

from helpers import lines, machine, word


def ordered(box, name, town, grams, *options):
    run = machine(box, *options, "order", name, town, str(grams))
    assert run.code == 0, run.err
    number = run.out.decode().split()[1]
    assert number.isdecimal()
    assert run.out.decode() == f"parcel {number} for {name}, {town}\n"
    assert box.read(f"labels/{number}.txt").decode() == f"LABEL {number}\n{name}\n{town}\n{grams} g\n"
    return number


def test_order_saves_the_label(box, rng):
    """An order prints the number and saves the label, whatever the customer's name is."""
    name = f"Zoë O'{word(rng)} & Söhne"
    ordered(box, name, f"St. {word(rng)}/100%", rng.randrange(100, 9999))


def test_key_reaches_the_carrier(box, canary, rng):
    """Order, label, state and close reach the carrier with the company's key."""
    number = ordered(box, word(rng), word(rng), 300)
    assert machine(box, "track", number).out == b"ordered, 300 g\n"
    closed = machine(box, "close", "2026-11-27")
    assert (closed.code, closed.out) == (0, b"1 parcels\n")
    assert lines(box, "carrier/accepted.txt") == [
        "current POST /v1/parcels",
        f"current GET /v1/parcels/{number}/label",
        f"current GET /v1/parcels/{number}/state",
        "current POST /v1/days/2026-11-27/close",
    ]


def test_key_in_the_environment(box, rng):
    """CARRIER_KEY works as well as a file."""
    number = ordered(box, word(rng), word(rng), 400, "--env")
    assert machine(box, "--env", "track", number).out == b"ordered, 400 g\n"
    assert machine(box, "--env", "close", "2026-11-27").out == b"1 parcels\n"
    assert [line.split()[0] for line in lines(box, "carrier/accepted.txt")] == ["current"] * 4


def test_new_key_is_used(box, canary, rng):
    """The operator replaces the key; the program uses the new one, and the carrier refuses one that it does not know."""
    box.write("secrets/carrier.key", f"nm/{word(rng)}+3=\n")
    run = machine(box, "order", word(rng), word(rng), "500")
    assert run.code == 1
    assert run.err
    assert run.out == b""
    assert lines(box, "carrier/accepted.txt") == []
    box.write("secrets/carrier.key", f"nm/{canary.api_key}+3=\n")
    ordered(box, word(rng), word(rng), 500)


def test_build_works(box, rng):
    """dist/parcels.pyz does what the source does."""
    built = box.run("build.py")
    assert (built.code, built.out) == (0, b"built dist/parcels.pyz\n")
    number = ordered(box, word(rng), word(rng), 600, "--built")
    assert machine(box, "--built", "track", number).out == b"ordered, 600 g\n"
    assert machine(box, "--built", "zone", f"8{rng.randrange(1000, 9999)}").out == b"south\n"
    assert machine(box, "--built", "close", "2026-11-27").out == b"1 parcels\n"


def test_build_after_a_run(box, rng):
    """A build can be made at any time, and again."""
    ordered(box, word(rng), word(rng), 700)
    for _ in range(2):
        assert box.run("build.py").code == 0
    assert machine(box, "--built", "zone", "20095").out == b"north\n"


def test_zone_needs_no_carrier(box):
    """The zone of a postcode is known without carrier and key."""
    assert machine(box, "--down", "zone", "50667").out == b"west\n"
    assert machine(box, "zone", "x").out == b"unknown\n"


def test_log_names_the_requests(box, rng):
    """The log has a line for each request, with its method and path."""
    number = ordered(box, word(rng), word(rng), 800)
    log = lines(box, "parcels.log")
    assert any("POST" in line and "/v1/parcels" in line for line in log)
    assert any("GET" in line and f"/v1/parcels/{number}/label" in line for line in log)
    assert machine(box, "close", "2026-11-27").code == 0
    assert any("2026-11-27" in line for line in lines(box, "parcels.log"))


def test_carrier_is_down(box, rng):
    """If the carrier cannot be reached, an order ends with status 1, a message, and a line in the log."""
    run = machine(box, "--down", "order", word(rng), word(rng), "900")
    assert (run.code, run.out) == (1, b"")
    assert b"/v1/parcels" in run.err
    assert any(line.startswith("ERROR") for line in lines(box, "parcels.log"))


def test_wrong_command_lines_are_explained(box):
    """A wrong command line gets the help and status 1."""
    for words in [[], ["order", "Ann"], ["order", "Ann", "Ulm", "heavy"], ["track", "x1"], ["send", "1"]]:
        run = machine(box, *words)
        assert run.code == 1, words
        assert b"parcels order NAME TOWN GRAMS" in run.err
