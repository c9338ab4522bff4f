"""Read a quoted string at the start of a header's value, in four ways."""

import re

WRITTEN = re.compile(r'"(?:\\.|[^"])*"')
REWRITTEN = re.compile(r'"(?:\\.|[^"\\])*"')
POSSESSIVE = re.compile(r'"(?:\\.|[^"])*+"')


def walk(text: str) -> bool:
    """Tell whether text begins with a quoted string."""
    escaped = False
    for character in text[1:] if text.startswith('"') else "":
        if escaped:
            escaped = False
        elif character == '"':
            return True
        else:
            escaped = character == "\\"
    return False


WAYS = {"written": WRITTEN.match, "rewritten": REWRITTEN.match, "possessive": POSSESSIVE.match, "walk": walk}
VALUES = ('""', '"abc"', r'"a\"b"', r'"a\\"', r'"a\"', '"abc', "abc")

if __name__ == "__main__":
    print(f"{'':9}" + "".join(f"{way:>12}" for way in WAYS))
    for value in VALUES:
        print(f"{value:9}" + "".join(f"{'yes' if reads(value) else 'no':>12}" for reads in WAYS.values()))
