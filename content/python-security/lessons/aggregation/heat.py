"""Publish the town's heat map under three rules, and look for cells in which only one person ran."""

from collections import Counter
from collections.abc import Iterable

from town import ADA, FARM, Cell, Runner, runners

K = 20
type Heat = Counter[Cell]


def count_runs(crowd: Iterable[Runner]) -> Heat:
    heat: Heat = Counter()
    for each in crowd:
        for cell in each.cells:
            heat[cell] += each.runs
    return heat


def count_people(crowd: Iterable[Runner]) -> Heat:
    heat: Heat = Counter()
    for each in crowd:
        heat.update(each.cells)
    return heat


def publish(heat: Heat, least: int) -> Heat:
    return Counter({cell: number for cell, number in heat.items() if number >= least})


if __name__ == "__main__":
    crowd = runners()
    alone = {cell for cell, people in count_people(crowd).items() if people == 1}
    homes = {each.name: each.home for each in crowd}
    rules = {
        "every cell": publish(count_runs(crowd), 1),
        f"{K} runs": publish(count_runs(crowd), K),
        f"{K} people": publish(count_people(crowd), K),
    }
    print(f"{'rule':12}{'cells shown':>12}{'of one person':>15}{'home at the farm':>18}{'home of Ada':>13}")
    for rule, heat in rules.items():
        seen = ["shown" if homes[name] in heat else "hidden" for name in (FARM, ADA)]
        print(f"{rule:12}{len(heat):12}{len(alone & heat.keys()):15}{seen[0]:>18}{seen[1]:>13}")
