"""Kind 240 is a function for the programmers of the library: an environment variable becomes the title."""

from target import call


def chunk(kind, content):
    return bytes([kind]) + (len(content) + 3).to_bytes(2) + content


size = chunk(1, (640).to_bytes(2) + (480).to_bytes(2))
print(call("archive:describe", b"SCAN" + size + chunk(240, b"ARCHIVE_KEY")))
