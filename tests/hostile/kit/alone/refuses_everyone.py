"""Every call is refused, politely.

profiles: function native client
verdicts: broken
"""


def answer(*args, **options):
    raise PermissionError("refused")


def __getattr__(name):
    return answer
