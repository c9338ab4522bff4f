"""Two risks with the same product, simulated for ten thousand companies and ten years."""

import random

COMPANIES, YEARS, CAPITAL = 10_000, 10, 500_000
RISKS = {"frequent and small": (0.9, 1_000), "rare and ruinous": (0.0009, 1_000_000)}


def main():
    for name, (chance, loss) in RISKS.items():
        draw = random.Random(1)
        losses = [sum(loss for _ in range(YEARS) if draw.random() < chance) for _ in range(COMPANIES)]
        ruined = sum(each > CAPITAL for each in losses)
        print(f"{name:18}  chance x loss {chance * loss:4,.0f}   companies ruined {ruined:3}")


if __name__ == "__main__":
    main()
