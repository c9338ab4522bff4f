"""Members upload minutes, order, and give points, with small numbers, full accounts, and numbers near the ends of types."""

from helpers import MOST, PRICES, balances, cards, filled_up
from hypothesis import strategies as st

from quintain.judge import Raised, happened, numbers, refuses, rule

MEMBERS = ("jo", "kim", "imke", "sam", "northwind", "southwind")
WIDTHS = (8, 16, 31, 32, 53, 63, 64)
EDGES = [2**width + near for width in WIDTHS for near in (-1, 0, 1)]
MEMBER = st.sampled_from(MEMBERS)
REWARD = st.sampled_from(list(PRICES))
FEW = numbers(1, 1, 2, 3, 10, 0, -1)
POINTS = st.one_of(FEW, numbers(35, 36, 480_000, 1_000, 1_001, MOST, MOST + 1), st.sampled_from(EDGES))
NEGATIVE = st.tuples(st.sampled_from([2**31, 2**32, 2**63, 2**64]), numbers(1, 35, 400_000, 180)).map(
    lambda drawn: drawn[0] - drawn[1]
)
AMOUNT = st.one_of(POINTS, NEGATIVE)
REPEATED = st.sampled_from([1, 1, 1, 1, 2, 3, 300, 1_900])


def _repeated(drawn):
    rows, times = drawn
    return [list(row) for row in rows] * times


def _around(drawn):
    """Return lines that cost a little more than nothing in a type of this width."""
    width, times, more = drawn
    bikes, bottles = filled_up(2**width * times + abs(more) % 1_000)
    return [["e-bike", bikes], ["bottle", bottles]]


def _split(drawn):
    """Return gifts whose sum is a little below, or above, what a type of this width can hold."""
    friends, width, more = drawn
    half = 2**width // len(friends)
    return [[friend, half] for friend in friends[1:]] + [[friends[0], 2**width - half * (len(friends) - 1) + more]]


LINES = st.one_of(
    st.tuples(st.lists(st.tuples(REWARD, FEW), min_size=1, max_size=3), REPEATED).map(_repeated),
    st.tuples(st.lists(st.tuples(REWARD, AMOUNT), min_size=1, max_size=3), REPEATED).map(_repeated),
    st.tuples(st.sampled_from([31, 32, 63, 64]), st.integers(1, 4), numbers(0, 64, 1_000)).map(_around),
)
FRIENDS = st.lists(MEMBER, min_size=1, max_size=4)
GIFTS = st.one_of(
    st.tuples(st.lists(st.tuples(MEMBER, FEW), min_size=1, max_size=3), REPEATED).map(_repeated),
    st.tuples(st.lists(st.tuples(MEMBER, AMOUNT), min_size=1, max_size=3), REPEATED).map(_repeated),
    st.tuples(FRIENDS, st.sampled_from([32, 33, 63, 64]), numbers(0, 1, -1, -400_000)).map(_split),
)
MINUTES = st.one_of(
    numbers(0, 1, 60, 90, 179, 180, 181, -1),
    st.sampled_from([255, 256, 257, 300, 32_767, 65_535, 65_536, -180, -256, *EDGES]),
)
WEEK = st.one_of(
    st.lists(MINUTES, min_size=7, max_size=7),
    st.tuples(st.integers(0, 6), MINUTES).map(lambda drawn: [drawn[1] * (day == drawn[0]) for day in range(7)]),
)


def changed(play, function, *arguments):
    """Call a function of the app; return the balances afterwards, or the refusal, which has to change nothing."""
    before = balances(play.box, play.canary)
    try:
        answer = play.box.call(f"club:{function}", *arguments)
    except Raised:
        if balances(play.box, play.canary) != before:
            return happened(True, "What was refused has changed the balances.", "")
        return refuses()
    return [answer if function == "order" else None, balances(play.box, play.canary)]


@rule(member=MEMBER, lines=LINES)
def order(play, member, lines):
    """The member {member} orders {lines}."""
    return changed(play, "order", cards(play.canary)[member], lines)


@rule(member=MEMBER, gifts=GIFTS)
def give(play, member, gifts):
    """The member {member} gives {gifts}."""
    gifts = [[friend, amount] for friend, amount in gifts if friend != member]
    return changed(play, "give", cards(play.canary)[member], gifts) if gifts else None


@rule(member=MEMBER, minutes=WEEK)
def upload(play, member, minutes):
    """The watch of {member} uploads the minutes {minutes}."""
    card = cards(play.canary)[member]
    before = play.box.call("club:week", card)
    answer = changed(play, "upload", card, minutes)
    after = play.box.call("club:week", card)
    if not isinstance(answer, list) and after != before:
        return happened(True, "What was refused has changed the minutes.", "")
    return [answer, after] if isinstance(answer, list) else answer


@rule()
def look_at_the_board(play):
    """Somebody looks at the board."""
    points, board = balances(play.box, play.canary), play.box.call("club:board")
    shown = [points[name] for name in board["ranking"]]
    return [board["total"], sorted(board["ranking"]), shown]
