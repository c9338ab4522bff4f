"""A town with 60 members. Ada moves away in autumn, and closes her account."""

from helpers import ROAD, Town, load

MONTH = "2026-05"
TRIES = 3


def scene(box, canary, rng):
    town = Town(rng)
    town.x = town.y = 0
    town.month, town.road = MONTH, [(step, 0) for step in range(ROAD)]
    town.street = [(ROAD // 2, 1 + step) for step in range(14)]
    home = rng.randrange(4, 11)
    way = [*reversed(town.street[: home + 1]), *reversed(town.road[: ROAD // 2 + 1])]
    load(box, town.crowd(MONTH, 60, town.road[: ROAD // 2 + 1] + town.street))
    load(box, [town.run(canary.ada, MONTH, way, drive=False) for _ in range(9)])
    box.call("heatmap.tiles:publish", MONTH)
    tries = []

    def leave():
        box.call("heatmap.store:leave", canary.ada)

    def letterbox(x, y):
        tries.append((x, y))
        return canary.ada if (x, y) == town.street[home] and len(tries) <= TRIES else "somebody else"

    return {"leave": leave, "letterbox": letterbox}
