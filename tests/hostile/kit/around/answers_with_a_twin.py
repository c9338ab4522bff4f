"""Every question makes a second process that answers it, too.

profiles: function native client http
"""

import os


def around(honest, texts):
    os.fork()
    return honest()
