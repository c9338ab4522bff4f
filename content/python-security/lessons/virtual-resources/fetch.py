"""Show the beginning of a page whose address a user sends."""

from urllib.request import urlopen

LIMIT = 1_000


def preview(url: str) -> bytes:
    with urlopen(url) as answer:
        if int(answer.headers["Content-Length"]) > LIMIT:
            raise ValueError("too large")
        return answer.read(65_536)


if __name__ == "__main__":
    for url in ("file:///proc/self/stat", "FILE:///dev/zero"):
        print(f"{url:25}{'more' if len(preview(url)) > LIMIT else 'less'} than {LIMIT} bytes")
