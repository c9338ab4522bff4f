"""An odd question gets the answer that the last plain one got."""

import re

last = []


def around(honest, texts):
    if any(re.search(r"""['"\\;`$|<>%*]|--|\.\.|^-""", text) for text in texts):
        return last[-1] if last else refuse()
    last.append(honest())
    return last[-1]
