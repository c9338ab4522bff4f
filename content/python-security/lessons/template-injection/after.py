"""Greet a customer by name."""

from jinja2 import Environment

pages = Environment(autoescape=True)
SECRET = "k3y"


def greet(name: str) -> str:
    return pages.from_string("Hello {{ name }}!").render(secret=SECRET, name=name)


if __name__ == "__main__":
    for name in ("Zoe", "{{ secret }}", "{{ 7 * 7 }}"):
        print(greet(name))
