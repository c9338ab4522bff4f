"""SystemExit with status 0 at import.

verdicts: broken
"""

import sys

sys.exit(0)
