"""How likely is it to guess a code? Computed, with nobody guessing."""


def chance(right, guesses):
    """Return the chance that at least one of so many random guesses is right."""
    return 1 - (1 - right / 1_000_000) ** guesses


DAY = 24 * 60
print("one guess, 3 right codes:            ", f"{chance(3, 1):.6%}")
print("10 guesses, then a lock:             ", f"{chance(3, 10):.4%}")
print("10 guesses a minute, all day:        ", f"{chance(3, 10 * DAY):.1%}")
print("1,000 guesses a minute, for an hour: ", f"{chance(3, 1_000 * 60):.1%}")
print("the same, with 21 right codes:       ", f"{chance(21, 1_000 * 60):.1%}")
