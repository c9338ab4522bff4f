"""Answer requests; if something fails, tell the client why."""

from dataclasses import dataclass

from shop import page


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
    for path in ("order/7", "order/9", "order/8", "pay/7"):
        print(answer("zoe", path))
