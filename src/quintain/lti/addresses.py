"""Where a request may have the server ask a platform; it has threads of its own for them. Knows no Django."""

from typing import Final

OUTWARD_PATHS: Final = frozenset({"/lti/launch/", "/lti/roster/"})
