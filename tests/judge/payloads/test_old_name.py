"""Labs that were written and proven before import `quintain.judge.grammars`, and get what is in `payloads` today."""

import subprocess
import sys


def test_old_name_gives_the_same_samples() -> None:
    """Both ways in which labs import: a module of the package, and a name of a module."""
    code = (
        "import random\n"
        "from quintain.judge.grammars import sql\n"
        "from quintain.judge.grammars.serialisers import spliced\n"
        "from quintain.judge.payloads import serialisers, sql as today\n"
        "assert sql is today\n"
        "assert spliced.__code__ == serialisers.spliced.__code__\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
