"""Is this a valid function? Three ways to find out."""

import ast

TEXT = """
@(lambda function: print("decorator"))
def price(net, rate=print("default")):
    print("body")
"""


def by_exec(text: str) -> None:
    exec(text, {})


def by_compile(text: str) -> None:
    compile(text, "upload", "exec")


def by_parse(text: str) -> list[str]:
    return [type(node).__name__ for node in ast.parse(text).body]


if __name__ == "__main__":
    for check in (by_exec, by_compile, by_parse):
        print(check.__name__)
        print("   ", check(TEXT))
