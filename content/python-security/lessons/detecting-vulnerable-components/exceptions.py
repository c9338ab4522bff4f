"""Findings that are not fixed yet: each with a reason, a name of a team, and an end."""

from datetime import date

TODAY = date(2026, 11, 28)  # a real check asks the clock
EXCEPTIONS = {
    "PYSEC-2023-192": ("we send no Cookie header to other hosts", "team shop", date(2026, 12, 31)),
    "PYSEC-2021-142": ("nobody calls full_load", "team import", date(2026, 9, 30)),
    "PYSEC-2024-279": ("", "team shop", date(2026, 12, 31)),
}
for name, (reason, team, until) in EXCEPTIONS.items():
    if not reason:
        print(f"{name}: no reason, {team}")
    elif until < TODAY:
        print(f"{name}: ended on {until}, {team}")
    else:
        print(f"{name}: accepted until {until}")
