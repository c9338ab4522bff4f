"""One odd question, and nobody gets in any more."""

import re

shut = []


def around(honest, texts):
    if shut or any(re.search(r"""['"\\;`$|<>%*]|--|\.\.|^-|(.)\1{20}""", text) for text in texts):
        shut.append(texts)
        return refuse()
    return honest()
