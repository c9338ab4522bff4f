"""The server calls the library in a thread, with except around it."""

from concurrent.futures import ThreadPoolExecutor

from parser import parse
from serve import show


def handle(picture: bytes) -> str:
    try:
        with ThreadPoolExecutor(1) as pool:
            width, height = pool.submit(parse, picture).result()
    except Exception as error:
        return f"refused: {error}"
    return f"{width} x {height}"


if __name__ == "__main__":
    show(handle)
