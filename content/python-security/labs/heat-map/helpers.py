"""What tests and attacks share: a town whose members run, and an attacker who subtracts maps."""

from quintain.judge import happened

ROAD, STREET, HOME, LANE, AWAY = 12, 14, 8, 6, 3
OFTEN = 12


class Town:
    """A main road to the east. From its middle a street leads north, and a lane leads south."""

    def __init__(self, rng):
        self.rng = rng
        self.x, self.y = rng.randrange(-40_000, 40_000), rng.randrange(-40_000, 40_000)
        year, number = rng.randrange(1000, 9990), rng.randrange(2, 11)
        self.before, self.month, self.after = (f"{year}-{each:02}" for each in (number - 1, number, number + 1))
        middle = self.x + ROAD // 2
        self.road = [(self.x + step, self.y) for step in range(ROAD)]
        self.street = [(middle, self.y + 1 + step) for step in range(STREET)]
        self.lane = [(middle, self.y - 1 - step) for step in range(LANE)]
        self.word = "".join(rng.choices("abcdefgh", k=8))
        self.homes = 0

    def name(self, number):
        return f"{('Zoë', 'Seán', 'Li', 'Ann')[number % 4]} O'{self.word} {number}"

    def run(self, member, month, cells, drive=True):
        """Return one run: from home over these cells and back. The home is far away, and nobody else runs there."""
        if drive:
            self.homes += 1
            start = [(self.x + 300 + 2 * self.homes, self.y + 500 + step) for step in range(AWAY)]
            cells = [*start, *cells, *reversed(start)]
        corner = self.rng.randrange
        return [member, month, [[100 * x + corner(100), 100 * y + corner(100)] for x, y in cells]]

    def crowd(self, month, size, cells, first=0, most=3):
        """Return the runs of many members, one to three runs each, and how many there are."""
        return [
            self.run(self.name(first + number), month, cells)
            for number in range(size)
            for _ in range(self.rng.randrange(1, most + 1))
        ]

    def ada(self, month, cells, runs=OFTEN):
        """Return the runs of one member who lives in the first of these cells."""
        return [self.run(f"Ada {self.word}", month, [*cells, *reversed(cells)], drive=False) for _ in range(runs)]

    @property
    def route(self):
        """The way from a home in the street to the clubhouse, which is at the beginning of the road."""
        return [*reversed(self.street[: HOME + 1]), *reversed(self.road[: ROAD // 2 + 1])]


def load(box, *groups):
    """Import runs."""
    box.call("heatmap.store:import_runs", [run for group in groups for run in group])


def heat(box, first, last):
    """Return the map as a dictionary."""
    return {(x, y): runs for x, y, runs in box.call("heatmap.tiles:heat", first, last)}


def areas(box, cells, first, last):
    """Return the same for some cells, each asked for as a rectangle of its own."""
    return {(x, y): box.call("heatmap.tiles:area", x, y, x, y, first, last) for x, y in cells}


def look(box, town, how, first, last):
    """Return what one of the two endpoints says about the cells of the street."""
    found = areas(box, town.street, first, last) if how == "areas" else heat(box, first, last)
    return {cell: found.get(cell, 0) for cell in town.street}


def mean(ask, questions):
    """Ask again if two answers differ, and return the mean of all answers."""
    answers = [ask(), ask()]
    if answers[0] == answers[1]:
        return answers[0]
    answers += [ask() for _ in range(questions - 2)]
    return {cell: sum(each[cell] for each in answers) / len(answers) for cell in answers[0]}


def guess(town, before, after, share=0.0):
    """Return how far the cells that changed reach, and how many there are."""
    change = {cell: abs(after[cell] - before[cell]) for cell in town.street}
    least = share * max(change.values())
    changed = [step for step, cell in enumerate(town.street) if change[cell] > least]
    return max(changed, default=-STREET), len(changed)


def found_home(*guesses):
    """Say whether a difference of two maps ends at the home of the member: at most three cells away from it."""
    nearest, count = min(guesses, key=lambda each: abs(each[0] - HOME))
    return happened(
        abs(nearest - HOME) <= 3,
        f"the cells that changed end {abs(nearest - HOME)} cells from the member's home",
        "the difference of the maps does not lead to the member's home",
        changed=count,
    )


def left(box, town, how="heat", before=None, after=None, between=None, late=False):
    """Publish a month, let the member leave or upload late, and subtract the maps."""
    first = [town.crowd(town.month, 40, town.road[: ROAD // 2 + 1] + town.street)]
    load(box, *first, *([] if late else [town.ada(town.month, town.route)]))
    box.call("heatmap.tiles:publish", town.month)
    one = look(box, town, how, *(before or (town.month, town.month)))
    if late:
        load(box, town.ada(town.month, town.route))
    else:
        box.call("heatmap.store:leave", f"Ada {town.word}")
    if between:
        between()
    two = look(box, town, how, *(after or (town.month, town.month)))
    return found_home(guess(town, one, two))
