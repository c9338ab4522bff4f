"""A shop greets its customers. Each seller may write the greeting."""

import os

SECRET_KEY = "b7f3-31aa"
SHOP = os.environ.get("SHOP", "The corner shop")


class Customer:
    def __init__(self, name: str) -> None:
        self.name = name


def greet(template: str, customer: Customer) -> str:
    return template.format(customer=customer)


if __name__ == "__main__":
    for template in (
        "Hello {customer.name}!",
        "Hello {customer.__class__.__name__}!",
        "Hello {customer.__init__.__globals__[SECRET_KEY]}!",
        "Hello {customer.name:>50000000}!",
    ):
        greeting = greet(template, Customer("Zoe"))
        print(greeting if len(greeting) < 80 else f"{len(greeting)} characters")
