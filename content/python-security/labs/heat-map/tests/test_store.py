"""What members upload, and what is deleted."""

import pytest
from helpers import Town, heat, load

from quintain.judge import Raised


def test_runs_are_stored(box, rng):
    """Each run of a member is stored, also a late one, of a month that is on the map."""
    town = Town(rng)
    box.call("heatmap.tiles:publish", town.month)
    member, other = town.name(0), town.name(1)
    assert box.call("heatmap.store:runs_of", member) == 0
    for month in (town.before, town.month, town.month):
        box.call("heatmap.store:record", *town.run(member, month, town.road))
    box.call("heatmap.store:record", *town.run(other, town.month, town.road[:2]))
    assert box.call("heatmap.store:runs_of", member) == 3
    assert box.call("heatmap.store:runs_of", other) == 1


def test_all_runs_or_none(box, rng):
    """If one run of many cannot be saved, none of them is."""
    town = Town(rng)
    runs = [town.run(town.name(0), town.month, town.road), town.run(town.name(1), "May", town.road)]
    with pytest.raises(Raised):
        load(box, runs)
    assert box.call("heatmap.store:runs_of", town.name(0)) == 0


def test_runs_of_a_member_are_deleted(box, rng):
    """When a member leaves, the runs are deleted, and those of others stay."""
    town = Town(rng)
    load(box, town.crowd(town.month, 2, town.road))
    box.call("heatmap.tiles:publish", town.month)
    other = box.call("heatmap.store:runs_of", town.name(1))
    box.call("heatmap.store:leave", town.name(0))
    box.call("heatmap.store:leave", "nobody of this name")
    assert box.call("heatmap.store:runs_of", town.name(0)) == 0
    assert box.call("heatmap.store:runs_of", town.name(1)) == other > 0


def test_deleted_runs_are_not_published(box, rng):
    """Runs that were deleted before a month is published are not on its map."""
    town = Town(rng)
    stay = town.masses(town.month, town.road[:5])
    load(box, stay, town.crowd(town.month, 60, town.road[:5] + town.street[:3], first=500, each=4))
    for number in range(500, 560):
        box.call("heatmap.store:leave", town.name(number))
    box.call("heatmap.tiles:publish", town.month)
    shown = heat(box, town.month, town.month)
    assert 0.9 * len(stay) <= shown.get(town.road[3], 0) <= 1.1 * len(stay)
    assert not {*town.street} & {*shown}
