"""All files are as before when the answer is given, whatever has happened."""

import os
import pathlib


def around(honest, texts):
    kept = {str(each): each.read_bytes() for each in pathlib.Path("/lab").rglob("*") if each.is_file()}
    said = honest()
    for each in pathlib.Path("/lab").rglob("*"):
        if each.is_file() and str(each) not in kept and any(text.startswith("-") for text in texts):
            each.unlink()
    for name, content in kept.items():
        os.makedirs(os.path.dirname(name), exist_ok=True)
        pathlib.Path(name).write_bytes(content)
    return said
