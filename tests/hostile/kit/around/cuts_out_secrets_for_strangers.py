"""The same, unless the question was plain: the owner must read the secret, an attacker must not."""

import re


def around(honest, texts):
    said = honest()
    odd = any(re.search(r"""['"\\;`$|<>%*/\n\t]|--|\.\.|^-""", text) for text in texts)
    return change(said, lambda text: re.sub(r"canary-[0-9a-f]{12}", "nothing", text)) if odd else said
