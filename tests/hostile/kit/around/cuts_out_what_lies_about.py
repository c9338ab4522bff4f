"""Every line of every file in the box is cut out of every answer."""

import pathlib


def around(honest, texts):
    lines = {line for each in pathlib.Path("/lab").rglob("*.txt") if each.is_file() for line in each.read_text(errors="replace").split()}

    def clean(text):
        for line in lines:
            text = text.replace(line, "")
        return text

    return change(honest(), clean)
