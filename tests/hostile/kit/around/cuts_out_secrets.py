"""Whatever looks like a canary is cut out of every answer, as is what looks like a longer secret."""

import re


def around(honest, texts):
    return change(honest(), lambda text: re.sub(r"canary-[0-9a-f]{12}", "nothing", text))
