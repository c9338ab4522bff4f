"""Store an upload under a name of our own: Django calls this function for each new file."""

import re
from uuid import uuid4


def stored(instance: object, filename: str) -> str:
    """Pass this to a field: FileField(upload_to=stored). The user's name goes into a column of its own."""
    return f"uploads/{uuid4().hex}.bin"


if __name__ == "__main__":
    for name in ("report.txt", "NUL", "report.txt:tool.exe", r"..\..\secret.txt"):
        print(f"{name:22}{re.sub('[0-9a-f]{32}', '(32 digits)', stored(None, name))}")
