"""Ask the same question many times when every answer gets fresh noise and there is no budget."""

import random
from statistics import mean

from after import noise
from town import runners

if __name__ == "__main__":
    chance = random.Random(1).random
    dead_end = (20, 25)
    number = sum(dead_end in each.cells for each in runners())
    answers = [number + noise(0.25, chance) for _ in range(10_000)]
    print(f"ten answers: {answers[:10]}")
    print(f"mean of {len(answers)} answers: {mean(answers):.1f}")
    print(f"true number: {number}")
