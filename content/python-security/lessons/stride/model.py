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
    crosses: bool = False  # a flow over a border of trust


SHOP = [
    Element("customer", "entity"),
    Element("card provider", "entity"),
    Element("repair form", "flow", crosses=True),
    Element("notice of payment", "flow", crosses=True),
    Element("web app", "process"),
    Element("photo worker", "process"),
    Element("orders", "store"),
    Element("event log", "log"),
]


def main():
    for element in sorted(SHOP, key=lambda each: not each.crosses):
        mark = "!" if element.crosses else " "
        print(f"{mark} {element.name:18} {LETTERS[element.kind]}")
    print("questions:", sum(len(LETTERS[each.kind].split()) for each in SHOP))


if __name__ == "__main__":
    main()
