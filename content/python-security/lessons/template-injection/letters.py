"""A letter, made from a template and a customer's name."""

from jinja2 import Environment
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

TILL = {"code": "4711"}


class Order:
    def __init__(self, number: int, note: str) -> None:
        self.number, self.note = number, note


order = Order(12, "staff only: late payer")


def joined(name: str, pages: Environment) -> str:
    return pages.from_string(f"Dear {name}, no. {{{{ order.number }}}} is ready.").render(order=order)


def filled(name: str, pages: Environment) -> str:
    return pages.from_string("Dear {{ name }}, no. {{ order.number }} is ready.").render(order=order, name=name)


if __name__ == "__main__":
    ways = (
        ("joined", joined, Environment()),
        ("escaped", joined, Environment(autoescape=True)),
        ("sandbox", joined, SandboxedEnvironment()),
        ("filled", filled, Environment()),
    )
    for name in ("Zoe", "{{ order.note }}", "{{ order.__init__.__globals__.TILL }}"):
        for title, write, pages in ways:
            try:
                letter = write(name, pages)
            except SecurityError:
                letter = "refused"
            print(f"{title:9}{letter}")
