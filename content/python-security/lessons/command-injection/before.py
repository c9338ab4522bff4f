"""Put a frame around a picture that a user names."""

import json
import subprocess
import sys


def frame(picture: str) -> str:
    command = f"{sys.executable} frame.py --width 5 {picture}"
    return subprocess.run(command, shell=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    for picture in ("cat.png", "cat.png; echo injected", "--out=/srv"):
        answer, _, rest = frame(picture).partition("\n")
        seen = json.loads(answer)
        print(seen["pictures"], seen["output"], *rest.split())
