"""A letter, made of a template and a visitor's name."""

from jinja2 import Environment
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

TILL = {"code": "4711"}


class Order:
    def __init__(self, number: int, note: str) -> None:
        self.number, self.note = number, note


order = Order(12, "the staff's own note")


def spliced(name: str, pages: Environment) -> str:
    return pages.from_string(f"Dear {name}, no. {{{{ order.number }}}} is ready.").render(order=order)


def filled(name: str, pages: Environment) -> str:
    return pages.from_string("Dear {{ name }}, no. {{ order.number }} is ready.").render(order=order, name=name)


if __name__ == "__main__":
    ways = (("spliced", spliced, Environment()), ("in a sandbox", spliced, SandboxedEnvironment()), ("filled", filled, Environment()))
    for name in ("Zoe", "{{ order.note }}", "{{ order.__init__.__globals__.TILL }}"):
        for title, write, pages in ways:
            try:
                letter = write(name, pages)
            except SecurityError:
                letter = "refused"
            print(f"{title:13}{letter}")
