"""Answer requests, and decide what the client learns if something fails."""

from dataclasses import dataclass

from shop import page, show


@dataclass
class Answer:
    status: int
    text: str


def answer(customer: str, path: str) -> Answer:
    try:
        return Answer(200, page(customer, path))
    except Exception as error:
        return Answer(500, f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    show(answer)
