"""Whatever is no letter, digit, dot, dash or blank is an attack."""

import re


def around(honest, texts):
    return refuse() if any(re.search(r"[^\w.@+/ -]", text) for text in texts) else honest()
