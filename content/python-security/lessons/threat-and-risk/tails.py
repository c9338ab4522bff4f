"""Two risks with the same product, simulated for ten thousand companies and ten years."""

import random

COMPANIES, YEARS, CAPITAL = 10_000, 10, 500_000
RISKS = {"frequent and small": (0.9, 1_000), "rare and ruinous": (0.0009, 1_000_000)}


def simulate(chance, loss):
    draw, ruined = random.Random(1), 0
    for _ in range(COMPANIES):
        lost = sum(loss for _ in range(YEARS) if draw.random() < chance)
        ruined += lost > CAPITAL
    return ruined


if __name__ == "__main__":
    for name, (chance, loss) in RISKS.items():
        ruined = simulate(chance, loss)
        print(f"{name:18}  chance x loss {chance * loss:4,.0f}   companies ruined {ruined:3}")
