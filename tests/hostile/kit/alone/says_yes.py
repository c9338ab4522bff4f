"""True, whatever is asked.

profiles: function native client
verdicts: broken
"""


def __getattr__(name):
    return lambda *args, **options: True
