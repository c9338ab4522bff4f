"""The points of all members, and the minutes of their week, in lists with a place for each member."""

MOST = 2_000_000_000  # points in one account
DAILY_MINUTES = 180  # minutes of a day that earn points
POINTS_A_MINUTE = 10


class Ledger:
    """What members have, and every way in which it changes. What is refused changes nothing."""

    def __init__(self, balances, prices):
        self.points = list(balances)
        self.prices = list(prices)
        self.minutes = [[0] * 7 for _ in balances]

    def balance(self, member):
        """Return the points of one member."""
        return self.points[member]

    def week(self, member):
        """Return the minutes that have earned points, Monday to Sunday."""
        return list(self.minutes[member])

    def total(self):
        """Return the points that the club owes to all members together."""
        return sum(self.points)

    def ranking(self):
        """Return all members, the one with the most points first."""
        return sorted(range(len(self.points)), key=self.points.__getitem__, reverse=True)

    def earn(self, member, minutes):
        """Add the minutes that a watch has counted, one number for each day, and the points for them."""
        week = [counted + new for counted, new in zip(self.minutes[member], minutes, strict=True)]
        if any(new < 0 for new in minutes) or any(counted > DAILY_MINUTES for counted in week):
            raise ValueError("A day has at most 180 minutes that count.")
        self._book([member], [sum(minutes) * POINTS_A_MINUTE])
        self.minutes[member] = week

    def spend(self, member, rewards, counts):
        """Pay for an order: so many pieces of each of these rewards."""
        if any(count < 1 for count in counts):
            raise ValueError("Order at least one piece of each reward.")
        cost = sum(self.prices[reward] * count for reward, count in zip(rewards, counts, strict=True))
        self._book([member], [-cost])

    def give(self, member, friends, amounts):
        """Move points to friends: the first amount to the first friend, and so on."""
        if any(amount < 1 for amount in amounts):
            raise ValueError("Give at least one point to each friend.")
        self._book([member, *friends], [-sum(amounts), *amounts])

    def _book(self, rows, changes):
        """Add each change to the balance in its row: all of them, or none."""
        after = self.points.copy()
        for row, change in zip(rows, changes, strict=True):
            after[row] += change
        if min(after) < 0 or max(after) > MOST:
            raise ValueError("An account would have too few points, or too many.")
        self.points = after
