"""Whom three controls still save when the attackers are inside, by the numbers of the penalty notice."""

LOGS, PAGE, ACCOUNTS = 108_000, 321_000, 612
SAVED = {
    "multi-factor authentication": 0,  # it comes before the attackers are inside
    "alarm on changed scripts": PAGE,
    "no card numbers in logs": LOGS,
}

if __name__ == "__main__":
    print(f"without a control: {LOGS + PAGE + ACCOUNTS:,} people")
    for control, people in SAVED.items():
        print(f"{control}: saves {people:,}")
