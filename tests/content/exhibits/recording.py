"""What the exhibits' scripts recorded, and the scripts themselves."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from quintain.cli.record import SCRIPT, run_script

PACK: Final = Path(__file__).parents[3] / "content" / "python-security"
EXHIBITS: Final = PACK / "exhibits"
NAMES: Final = sorted(path.parent.name for path in EXHIBITS.glob("*/record.py"))


def data_of(name: str) -> Any:  # JSON as it stands in the file
    return json.loads((EXHIBITS / name / "data.json").read_text(encoding="utf-8"))


@cache
def script_of(name: str) -> Mapping[str, Any]:  # whatever the script defines
    """Return what record.py defines, without running it as a program."""
    return run_script(EXHIBITS / name / SCRIPT)
