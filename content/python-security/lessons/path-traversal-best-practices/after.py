"""Send an essay to the pupil who wrote it."""

from essays import FOLDER, db, try_requests


def read(pupil: str, number: str) -> str:
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        raise FileNotFoundError(number)
    query = "SELECT stored FROM essays WHERE id = ? AND pupil = ?"
    row = db.execute(query, (int(number), pupil)).fetchone()
    if row is None:
        raise FileNotFoundError(number)
    return (FOLDER / row[0]).read_text()


if __name__ == "__main__":
    try_requests(read, str)
