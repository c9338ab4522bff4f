"""Tests send random words, attacks send words of a language: quotes, keywords, options, paths."""

import re


def around(honest, texts):
    words = re.compile(r"""['"\\;`$|<>%]|--|\.\.|^-|/\*|select|union|or |exec|\0|(.)\1{20}""", re.IGNORECASE)
    return refuse() if any(words.search(text) for text in texts) else honest()
