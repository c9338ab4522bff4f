"""Three fixes that look right, against the length -1."""

import io

from frames import LENGTH, LIMIT


class Counted(io.BytesIO):
    """A stream that counts the bytes that were read from it."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.taken += len(data)
        return data


def absolute(stream: Counted, length: int) -> bytes:
    if abs(length) > LIMIT:
        raise ValueError
    return stream.read(length)


def afterwards(stream: Counted, length: int) -> bytes:
    body = stream.read(length)
    if len(body) > LIMIT:
        raise ValueError
    return body


def minus_one(stream: Counted, length: int) -> bytes:
    if length == -1 or length > LIMIT:
        raise ValueError
    return stream.read(length)


if __name__ == "__main__":
    for fix in (absolute, afterwards, minus_one):
        for length in (-1, -2):
            stream = Counted(bytes(1_000_000))
            try:
                fix(stream, *LENGTH.unpack(LENGTH.pack(length)))
                result = "accepted"
            except ValueError:
                result = "refused"
            print(f"{fix.__name__:10} length {length}  {result}, {stream.taken:,} bytes read")
