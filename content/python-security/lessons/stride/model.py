"""A data-flow diagram as data, and the questions that follow from it."""

from dataclasses import dataclass

LETTERS = {
    "entity": "S R",
    "process": "S T R I D E",
    "store": "T I D",
    "log": "T R I D",
    "flow": "T I D",
}


@dataclass(frozen=True)
class Element:
    name: str
    kind: str
    crosses: bool = False  # a flow across a trust boundary


SHOP = [
    Element("customer", "entity"),
    Element("card provider", "entity"),
    Element("repair form", "flow", crosses=True),
    Element("paid webhook", "flow", crosses=True),
    Element("order", "flow"),
    Element("event", "flow"),
    Element("photo", "flow"),
    Element("web app", "process"),
    Element("photo worker", "process"),
    Element("orders", "store"),
    Element("event log", "log"),
]


def count(elements):
    return sum(len(LETTERS[each.kind].split()) for each in elements)


def main():
    for element in sorted(SHOP, key=lambda each: not each.crosses):
        mark = "!" if element.crosses else " "
        print(f"{mark} {element.name:14} {LETTERS[element.kind]}")
    print(count(SHOP), "questions")


if __name__ == "__main__":
    main()
