"""A request names a picture: a Pydantic model checks the name, and a list starts the program."""

import subprocess
import sys
from typing import Annotated

from pydantic import BaseModel, Field, ValidationError


class Picture(BaseModel):
    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]*$", max_length=60)]


def frame(picture: Picture) -> str:
    command = [sys.executable, "frame.py", "--width", "5", "--", picture.name]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=10).stdout


if __name__ == "__main__":
    for name in ("cat.png", "--out=/srv", "cat.png; echo injected", "cat.png\n"):
        try:
            print(frame(Picture(name=name)).strip())
        except ValidationError as error:
            print(repr(name), error.errors()[0]["type"])
