"""Six limits on guessing, for one simulated day: one guess a second, each in a new session with a new header."""

from collections import Counter, namedtuple

Try = namedtuple("Try", "account session header network device")
MINUTES, DAY, FOR_EVER = 60, 86_400, 10**12

# Each limit returns what it counts: a key, how many tries, and in how many seconds.
LIMITS = {
    "5 in a session": lambda t: [(t.session, 5, DAY)],
    "5 for an X-Forwarded-For": lambda t: [(t.header, 5, DAY)],
    "5 for an account, then closed": lambda t: [(t.account, 5, FOR_EVER)],
    "5 for an account in 15 minutes": lambda t: [(t.account, 5, 15 * MINUTES)],
    "  and known devices apart": lambda t: [((t.account, t.device), 5, 15 * MINUTES)],
    "  and 20 for a network": lambda t: [((t.account, t.device), 5, 15 * MINUTES), (t.network, 20, 15 * MINUTES)],
}


class Throttle:
    """Counts tries in periods of fixed length."""

    def __init__(self, limit):
        self.limit, self.counts = limit, Counter()

    def allows(self, attempt, now):
        periods = [(key, now // seconds, most) for key, most, seconds in self.limit(attempt)]
        if any(self.counts[key, period] >= most for key, period, most in periods):
            return False
        self.counts.update((key, period) for key, period, _ in periods)
        return True


def guess(account, number):
    return Try(account, f"session {number}", f"header {number}", "the attacker's network", None)


OWNER = Try("ines", "her session", "her header", "her network", "her phone")


def simulate(limit):
    """Return the guesses that are checked, whether the owner may sign in meanwhile, and the guesses of a spray."""
    one, many = Throttle(limit), Throttle(limit)
    checked = sum(one.allows(guess("ines", now), now) for now in range(DAY // 2))
    owner = one.allows(OWNER, DAY // 2 - 1)
    checked += sum(one.allows(guess("ines", now), now) for now in range(DAY // 2, DAY))
    spray = sum(many.allows(guess(f"account {now}", now), now) for now in range(1_000))
    return checked, owner, spray


if __name__ == "__main__":
    print(f"{'':32}guesses at   owner       1,000 accounts,")
    print(f"{'counted':32}one account  meanwhile   a guess each")
    for name, limit in LIMITS.items():
        checked, owner, spray = simulate(limit)
        print(f"{name:32}{checked:<12,} {'gets in' if owner else 'refused':11} {spray:,}")
