"""Three texts in three languages; in each, a value from a user is interpolated."""

import json
from html.parser import HTMLParser


def affordable(price, limit):
    """Tell whether something costs less than a user wants to spend."""
    return eval(f"{price} < {limit}")


def guest(name):
    """Write a guest as JSON, and read it back."""
    return json.loads(f'{{"role": "guest", "name": "{name}"}}')


def greeting(name):
    """Greet a user on a page."""
    return f'<p title="{name}">Welcome</p>'


class Tags(HTMLParser):
    """Lists the tags of a page with their attributes."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        """Keep one tag."""
        self.found.append((tag, dict(attributes)))


def tags(page):
    """Return what a browser finds in a page."""
    reader = Tags()
    reader.feed(page)
    return reader.found


if __name__ == "__main__":
    print(affordable(900, "20"), affordable(900, "20 or True"))
    print(guest("anna"))
    print(guest('anna", "role": "admin'))
    print(tags(greeting("anna")))
    print(tags(greeting('" onmouseover="steal()')))
