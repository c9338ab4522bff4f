"""What tests and attacks share: a town whose members run, and an attacker who subtracts maps.

A map may show random noise. So the attacker asks again while the answers differ, and takes a change for a fact only
if it is larger than chance explains: eight standard errors. What a test counts is so large that noise is far
below its tolerance. So no verdict depends on what is drawn.
"""

from math import sqrt
from statistics import fmean, variance

from quintain.judge import happened

ROAD, STREET, HOME, LANE, AWAY = 12, 84, 43, 9, 2
OFTEN = 30
EACH = 5
MANY = 64
SQUARES = 2520  # the number of cells that squares of up to ten cells have in common
SURE = 8
LEAST = 0.75


class Town:
    """A main road to the east. From its middle a street leads north, and a lane leads south.

    The road is the last row of a square of ten cells, and of smaller squares. So the lane is in the square of the
    road, and the street is not, wherever the town is.
    """

    def __init__(self, rng):
        self.rng = rng
        self.x = rng.randrange(-40_000, 40_000)
        self.y = SQUARES * rng.choice([*range(-16, 0), *range(1, 17)]) - 1
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
        """Return one run: from home over these cells to the car. Both are far away, and nobody else runs there.

        So a fix that leaves out the ends of a run leaves out none of these cells.
        """
        if drive:
            self.homes += 1
            start = [(self.x + 300 + 2 * self.homes, self.y + 500 + step) for step in range(AWAY)]
            cells = [*start, *cells, *[(x + 1, y) for x, y in start]]
        corner = self.rng.randrange
        return [member, month, [[100 * x + corner(100), 100 * y + corner(100)] for x, y in cells]]

    def crowd(self, month, size, cells, first=0, each=2):
        """Return the runs of many members, some runs each."""
        return [self.run(self.name(first + number), month, cells) for number in range(size) for _ in range(each)]

    def masses(self, month, cells, first=0):
        """Return the runs of so many members that the map must show nearly the right number."""
        return self.crowd(month, self.rng.randrange(220, 260), cells, first, EACH)

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


def look(box, town, how, first, last):
    """Return what one of the two endpoints says about the street: on a member's way, and behind the member's home.

    The cells around the home are left out, since a fix may leave out the ends of a run.
    """
    way, behind = town.street[: HOME - 3], town.street[HOME + 1 :]
    if how == "areas":
        return tuple(
            [box.call("heatmap.tiles:area", x, y, x, y, first, last) for x, y in cells[::4]] for cells in (way, behind)
        )
    found = heat(box, first, last)
    return tuple([found.get(cell, 0) for cell in cells] for cells in (way, behind))


def ask_often(ask, times):
    """Ask a second time, and go on if the answers differ."""
    answers = [ask(), ask()]
    return answers if answers[0] == answers[1] else answers + [ask() for _ in range(times - 2)]


def more(*questions):
    """Say how much larger the first numbers of each answer are than the second ones; 0 if chance may explain it.

    Each argument is the answers to one question, and each answer is two lists of numbers. If there are two arguments,
    the change from one question to the other counts. Chance is what differs between the numbers of one list, and
    between the answers to one question.
    """
    means = [[_means(lists) for lists in zip(*answers, strict=True)] for answers in questions]
    first, second = (list(map(_change, *lists)) for lists in zip(*means, strict=True))
    change = fmean(first) - fmean(second)
    by_cell = sum(variance(numbers) / len(numbers) for numbers in (first, second))
    by_answer = sum(variance([fmean(one) - fmean(two) for one, two in answers]) / len(answers) for answers in questions)
    return change if abs(change) > max(LEAST, SURE * sqrt(max(by_cell, by_answer))) else 0.0


def _means(lists):
    return [fmean(numbers) for numbers in zip(*lists, strict=True)]


def _change(*means):
    return means[-1] - sum(means[:-1])


def found_route(*changes):
    """Say whether a difference of two maps shows the route of one member."""
    change = max(changes, key=abs)
    return happened(
        change != 0,
        f"the numbers on one member's way home differ by {abs(change):.1f}, and those behind the home do not",
        "the difference of the maps does not show where one member ran",
    )


def left(box, town, how="heat", ask=None, between=None, late=False, times=2):
    """Publish a month, let the member leave or upload late, and subtract the maps."""
    ask = ask or (lambda: look(box, town, how, town.month, town.month))
    load(box, town.crowd(town.month, 40, town.road[: ROAD // 2 + 1] + town.street, each=1))
    if not late:
        load(box, town.ada(town.month, town.route))
    box.call("heatmap.tiles:publish", town.month)
    before = ask_often(ask, times)
    if late:
        load(box, town.ada(town.month, town.route))
    else:
        box.call("heatmap.store:leave", f"Ada {town.word}")
    if between:
        between()
    return found_route(more(before, ask_often(ask, times)))
