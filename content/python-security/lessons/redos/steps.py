"""Count the steps of a small backtracking engine for ^(a+)+$."""

import sys


def count(text: str, at: int = 0) -> tuple[bool, int]:
    """Match the groups from `at` on; return whether the pattern matches, and the steps taken."""
    steps = 0
    longest = len(text) - len(text[at:].lstrip("a"))
    for end in range(longest, at, -1):
        steps += 1  # take text[at:end] as one group
        matched, deeper = count(text, end)
        steps += deeper
        if matched:
            return True, steps
        steps += 1  # no further group: is this the end of the string?
        if end == len(text):
            return True, steps
    return False, steps


if __name__ == "__main__":
    print("letters  with '!'  without")
    for letters in range(4, 17, 4):
        _, refused = count("a" * letters + "!")
        _, accepted = count("a" * letters)
        print(f"{letters:7}  {refused:8,}  {accepted:7}")
        if refused != 2 ** (letters + 1) - 2:
            sys.exit("the rule 2 ** (n + 1) - 2 does not hold")
