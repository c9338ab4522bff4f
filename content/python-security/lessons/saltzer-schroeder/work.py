"""How many guesses an attack needs, and how long they take."""

SECRETS = {
    "PIN of 4 digits": 10**4,
    "code of 6 digits": 10**6,
    "8 letters, as a whole": 26**8,
    "8 letters, one by one": 26 * 8,
    "secrets.token_urlsafe(16)": 2**128,
}
DAY = 24 * 60 * 60


def duration(seconds):
    """Return a rough duration in words."""
    if seconds < 1:
        return "under a second"
    if seconds < 60:
        return f"{seconds:.0f} seconds"
    if seconds < DAY:
        return f"{seconds / 60:.0f} minutes"
    if seconds < 365 * DAY:
        return f"{seconds / DAY:,.0f} days"
    years = seconds / (365 * DAY)
    return f"{years:,.0f} years" if years < 10**9 else "over a billion years"


print(f"{'':27}{'guesses':>17}   {'1,000 a second':<22}5 an hour")
for name, guesses in SECRETS.items():
    shown = f"{guesses:,}" if guesses < 10**12 else "2**128"
    print(f"{name:27}{shown:>17}   {duration(guesses / 1000):<22}{duration(guesses / 5 * 3600)}")
