"""The points of all members, and the minutes of their week, in NumPy arrays with a row for each member."""

import numpy as np

MOST = 2_000_000_000  # points in one account
DAILY_MINUTES = 180  # minutes of a day that earn points
POINTS_A_MINUTE = 10


class Ledger:
    """What members have, and every way in which it changes. What is refused changes nothing."""

    def __init__(self, balances, prices):
        self.points = np.array(balances, dtype=np.int64)
        self.prices = np.array(prices, dtype=np.int64)
        self.minutes = np.zeros((len(balances), 7), dtype=np.int64)

    def balance(self, member):
        """Return the points of one member."""
        return int(self.points[member])

    def week(self, member):
        """Return the minutes that have earned points, Monday to Sunday."""
        return self.minutes[member].tolist()

    def total(self):
        """Return the points that the club owes to all members together."""
        return int(self.points.sum())

    def ranking(self):
        """Return all members, the one with the most points first."""
        return np.argsort(-self.points, kind="stable").tolist()

    def earn(self, member, minutes):
        """Add the minutes that a watch has counted, one number for each day, and the points for them."""
        counted = np.array(minutes, dtype=np.int64)
        week = self.minutes[member] + counted
        if (counted < 0).any() or (counted > DAILY_MINUTES).any() or (week > DAILY_MINUTES).any():
            raise ValueError("A day has at most 180 minutes that count.")
        self._book([member], [counted.sum() * POINTS_A_MINUTE])
        self.minutes[member] = week

    def spend(self, member, rewards, counts):
        """Pay for an order: so many pieces of each of these rewards."""
        counts = np.array(counts, dtype=np.int64)
        if (counts < 1).any() or (counts > MOST).any():
            raise ValueError("Order at least one piece of each reward.")
        cost = (self.prices[rewards] * counts).sum()
        self._book([member], [-cost])

    def give(self, member, friends, amounts):
        """Move points to friends: the first amount to the first friend, and so on."""
        amounts = np.array(amounts, dtype=np.int64)
        if (amounts < 1).any() or (amounts > MOST).any():
            raise ValueError("Give at least one point to each friend.")
        self._book([member, *friends], [-amounts.sum(), *amounts])

    def _book(self, rows, changes):
        """Add each change to the balance in its row: all of them, or none."""
        after = self.points.copy()
        np.add.at(after, rows, changes)
        if (after < 0).any() or (after > MOST).any():
            raise ValueError("An account would have too few points, or too many.")
        self.points = after
