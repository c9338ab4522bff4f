"""The skimmer was replayed in a browser; what a control can stop follows from the standards."""

from itertools import product

from .recording import data_of

EVERYTHING = 0b111
SRI, CONNECT, IMG = 0b001, 0b010, 0b100


def runs() -> dict[tuple[str, str, int], set[str]]:
    return {(each["place"], each["way"], each["on"]): set(each["seen"]) for each in data_of("skim-replay")["runs"]}


def test_every_place_and_way_was_opened_with_every_set_of_controls() -> None:
    """Nothing that a learner can choose is missing."""
    data = data_of("skim-replay")

    assert set(runs()) == set(product(data["places"], data["ways"], range(EVERYTHING + 1)))


def test_integrity_stops_a_changed_script_unless_the_page_is_changed_too() -> None:
    """A script with another hash does not run, so nothing is stolen, and nothing is paid either."""
    for (place, _, on), seen in runs().items():
        if on & SRI and place != "page":
            assert not seen & {"stolen", "paid"}
        else:
            assert "stolen" in seen or on & (CONNECT | IMG)


def test_each_directive_closes_its_own_way_and_none_keeps_the_user_on_the_page() -> None:
    """connect-src stops fetch, img-src stops images, and each stopped attempt is reported."""
    for (place, way, on), seen in runs().items():
        if on & SRI and place != "page":
            continue
        closed = (way == "fetch" and bool(on & CONNECT)) or (way == "image" and bool(on & IMG))
        assert ("stolen" in seen, "report" in seen) == (not closed, closed)
