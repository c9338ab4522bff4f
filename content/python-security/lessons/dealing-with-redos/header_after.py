"""Read a quoted value at the start of a header's option."""

import re
import time

QUOTED = re.compile(r'"(?:\\.|[^"\\])*"')


def read_quoted(text: str) -> str:
    found = QUOTED.match(text)
    return found[0] if found else "rejected"


if __name__ == "__main__":
    for text in (r'"abc"', r'"a\"b"', r'"a\"'):
        print(f"{text:8} {read_quoted(text)}")
    begin = time.process_time()
    answer = read_quoted('"' + "\\" * 30)
    print(f"a quote and 30 backslashes: {answer} after {time.process_time() - begin:.2f} s")
