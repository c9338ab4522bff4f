"""Five ways to put a name into a text that somebody else has written."""

import string

from before import Customer

CUSTOMER = Customer("Zoe")


def objects(template: str) -> str:
    return template.format(name=CUSTOMER.name, customer=CUSTOMER)


def strings(template: str) -> str:
    return template.format(name=CUSTOMER.name)


def percent(template: str) -> str:
    return template % {"name": CUSTOMER.name}


def dollar(template: str) -> str:
    return string.Template(template).safe_substitute(name=CUSTOMER.name)


class Plain(string.Formatter):
    """Fields are names and nothing more."""

    def get_field(self, field_name, args, kwargs):
        if not field_name.isidentifier():
            raise ValueError(f"not a plain name: {field_name}")
        return super().get_field(field_name, args, kwargs)

    def format_field(self, value, format_spec):
        if format_spec:
            raise ValueError(f"no format is allowed: {format_spec}")
        return str(value)


def plain(template: str) -> str:
    return Plain().format(template, name=CUSTOMER.name)


WAYS = (objects, strings, percent, dollar, plain)
TEMPLATES = {
    "a name": {"percent": "Hello %(name)s", "dollar": "Hello $name", "": "Hello {name}"},
    "an attribute": {
        "objects": "{customer.__init__.__globals__[SECRET_KEY]}",
        "percent": "%(name.__class__)s",
        "dollar": "${name.__class__}",
        "": "{name.__class__}",
    },
    "a width": {"percent": "%(name)1000000s", "dollar": "${name:>1000000}", "": "{name:>1000000}"},
    "an unknown name": {"percent": "%(nme)s", "dollar": "$nme", "": "{nme}"},
    "a single brace": {"percent": "100 %", "dollar": "100 $", "": "100 {"},
}


def outcome(way, template: str) -> str:
    try:
        text = way(template)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        return type(error).__name__
    if text == template:
        return "unchanged"
    return text if len(text) < 80 else f"{len(text)} letters"


if __name__ == "__main__":
    print(f"{'':20}" + "".join(f"{way.__name__:16}" for way in WAYS).rstrip())
    for title, templates in TEMPLATES.items():
        found = [outcome(way, templates.get(way.__name__, templates[""])) for way in WAYS]
        print(f"{title:20}" + "".join(f"{each:16}" for each in found).rstrip())
