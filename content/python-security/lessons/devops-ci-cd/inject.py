"""A pull request's title in a step of a pipeline: written into the script, and passed as a variable."""

import os
import subprocess

TITLE = '"; echo "stolen: $TOKEN'
SECRETS = {"PATH": os.defpath, "TOKEN": "pypi-AgEI"}


def written_into_the_script() -> str:
    script = f'echo "Testing {TITLE}"'
    return subprocess.run(script, shell=True, env=SECRETS, capture_output=True, text=True).stdout


def passed_as_a_variable() -> str:
    script = 'echo "Testing $TITLE"'
    return subprocess.run(script, shell=True, env=SECRETS | {"TITLE": TITLE}, capture_output=True, text=True).stdout


print(written_into_the_script(), end="")
print("---")
print(passed_as_a_variable(), end="")
