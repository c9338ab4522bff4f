"""Status 0 in the middle of a call.

profiles: function native client
verdicts: broken
"""

import os


def __getattr__(name):
    return lambda *args, **options: os._exit(0)
