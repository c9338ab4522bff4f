"""Send an essay to the pupil who wrote it."""

from essays import FOLDER, stored_name, try_requests


def read(pupil: str, name: str) -> str:
    path = (FOLDER / name).resolve()
    if not path.is_relative_to(FOLDER):
        raise FileNotFoundError(name)
    return path.read_text()


if __name__ == "__main__":
    try_requests(read, stored_name)
