"""The same three texts: no value can become syntax, in three ways."""

import json
from html import escape

from sentences import tags


def affordable(price, limit):
    """Compare two numbers; no code is built."""
    return price < int(limit)


def guest(name):
    """Let a library write the JSON."""
    return json.loads(json.dumps({"role": "guest", "name": name}))


def greeting(name):
    """Encode the value for an attribute in quotes."""
    return f'<p title="{escape(name)}">Welcome</p>'


if __name__ == "__main__":
    try:
        affordable(900, "20 or True")
    except ValueError as error:
        print(f"ValueError: {error}")
    print(guest('anna", "role": "admin'))
    print(greeting('" onmouseover="steal()'))
    print(tags(greeting('" onmouseover="steal()')))
