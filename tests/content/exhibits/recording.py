"""What the exhibits' scripts recorded, and the scripts themselves."""

import json
import runpy
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

PACK: Final = Path(__file__).parents[3] / "content" / "python-security"
EXHIBITS: Final = PACK / "exhibits"
NAMES: Final = sorted(path.parent.name for path in EXHIBITS.glob("*/record.py"))


def data_of(name: str) -> Any:  # JSON as it stands in the file
    return json.loads((EXHIBITS / name / "data.json").read_text(encoding="utf-8"))


@cache
def script_of(name: str) -> Mapping[str, Any]:  # whatever the script defines
    """Return what record.py defines; lessons that it imports from are forgotten again."""
    path, modules = list(sys.path), set(sys.modules)
    try:
        return MappingProxyType(runpy.run_path(str(EXHIBITS / name / "record.py")))
    finally:
        sys.path[:] = path
        for module in set(sys.modules) - modules:
            if str(getattr(sys.modules[module], "__file__", "")).startswith(str(PACK)):
                del sys.modules[module]
