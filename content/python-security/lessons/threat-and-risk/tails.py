"""Two risks with one product, lived through for ten thousand firms and ten years."""

import random

FIRMS, YEARS, CAPITAL = 10_000, 10, 500_000
RISKS = {"often and small": (0.9, 1_000), "seldom and ruinous": (0.0009, 1_000_000)}


def main():
    for name, (chance, loss) in RISKS.items():
        draw = random.Random(1)
        losses = [sum(loss for _ in range(YEARS) if draw.random() < chance) for _ in range(FIRMS)]
        ruined = sum(each > CAPITAL for each in losses)
        print(f"{name:20} chance x loss {chance * loss:6,.0f}   firms ruined {ruined}")


if __name__ == "__main__":
    main()
