"""The same three sentences, with the value kept out of the grammar in three ways."""

import json
from html import escape

from sentences import tags


def affordable(price, limit):
    """Compare numbers; what is no number has no place in the sentence."""
    return price < int(limit)


def guest(name):
    """Hand over values, and let the library write the sentence."""
    return json.loads(json.dumps({"role": "guest", "name": name}))


def greeting(name):
    """Write the value as this place of HTML wants it."""
    return f'<p title="{escape(name)}">Welcome</p>'


if __name__ == "__main__":
    try:
        affordable(900, "20 or True")
    except ValueError as error:
        print(f"ValueError: {error}")
    print(guest('anna", "role": "admin'))
    print(greeting('" onmouseover="steal()'))
    print(tags(greeting('" onmouseover="steal()')))
