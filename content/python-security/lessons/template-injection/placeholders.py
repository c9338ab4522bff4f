"""A greeting that the customer writes: two small languages."""

from string import Template


class Name(str):
    shop_code = "4711"


name = Name("Zoe")


def by_format(text: str) -> str:
    return text.format(name=name)


def by_substitute(text: str) -> str:
    return Template(text).substitute(name=name)


def by_safe_substitute(text: str) -> str:
    return Template(text).safe_substitute(name=name)


if __name__ == "__main__":
    for write, texts in (
        (by_format, ("Hello {name}", "{name.shop_code}", "{name:>30}")),
        (by_substitute, ("Hello $name", "$name.shop_code", "$other", "100 $")),
        (by_safe_substitute, ("Hello $name", "$name.shop_code", "$other", "100 $")),
    ):
        print(write.__name__)
        for text in texts:
            try:
                result = write(text)
            except (KeyError, ValueError) as problem:
                result = type(problem).__name__
            print(f"    {text:20}{result}")
