"""At its start it replaces what is hunted.

base: starter
verdict: broken
"""

import pathlib

pathlib.Path("/lab/vault/key.txt").write_text("nothing to see")
