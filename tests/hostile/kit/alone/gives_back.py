"""Whoever asks gets the question back.

profiles: function native client
verdicts: broken
"""


def __getattr__(name):
    return lambda *args, **options: args[0] if args else None
