"""Two ways to say "can't happen", compiled as usual and with -O."""

WAYS = {
    "assert": "assert False, 'unreachable'",
    "assert_never": "from typing import assert_never; assert_never(0)",
}


def outcome(source, optimize):
    """Run a line of this program, and return what it raises."""
    try:
        exec(compile(source, "line", "exec", optimize=optimize))
    except AssertionError:
        return "AssertionError"
    return "nothing"


print(f"{'':14}{'python':16}python -O")
for name, source in WAYS.items():
    print(f"{name:14}{outcome(source, 0):16}{outcome(source, 1)}")
