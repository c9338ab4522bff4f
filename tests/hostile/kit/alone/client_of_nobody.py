"""It says what a server would have said, and speaks to none.

profiles: client
verdicts: broken
"""


def __getattr__(name):
    return lambda *args, **options: "ok"
