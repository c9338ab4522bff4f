"""Send the worksheet that a pupil asks for."""

from music_school import WORKSHEETS, try_names


def read(name: str) -> str:
    path = WORKSHEETS / name
    return path.read_text()


if __name__ == "__main__":
    try_names(read)
