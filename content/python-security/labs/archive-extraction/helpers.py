"""Archives for tests and attacks, and what an order holds afterwards."""

import base64
import gzip
import io
import re
import struct
import tarfile
import zipfile
import zlib

MAX_BYTES = 2 * 1024 * 1024
MAX_ENTRIES = 100
MEBIBYTE = 1024 * 1024


def stream(text):
    """Unfold a compressed stream of zeros; folded twice, it has a few hundred characters."""
    return zlib.decompress(zlib.decompress(base64.b64decode(text)))


# 400 MiB of zeros by bzip2 and LZMA, 200 MiB by deflate, as an archive holds them.
BZIP2 = stream(
    "eNoBUwCs/3jac4rKsDR0jFQLjuTjfHSfMb7PgeEAAwOHAoNBg6+b0wLVlVwN00flQfKdEZ9/Mxh0JQDlmSAqzrBqLlNR2KbSIt69"
    "U2mOhoeB+CZnBgDBIWV8kT8mwA=="
)
LZMA = stream(
    "eNqruPX27P1sHgYGhgfBbanG3llyPTzWwdKqRzdEGUUtz2lNlTLVnpVmZJPwOTlbd2uv7+nm6a1nTEQmL5qs+3KWR9aUm8eueHkv"
    "uXvr2R/JuH3v5X88Sj/G+o2dybTRYUGSlVj2+76nuTf3ffjR1rx7XgxnXf762baG33S/Hvq95l7v7LQn9hbfdy1UnHJ13o+Nv65d"
    "P515srXZVXNvKO/h5Yv6o1cJ97Ww+73RkJXT1aux2Fxfk33o7qQji2+7ucfNW/N+37blnwszXnx41HXyz6+fT3dO/DXnkcPj23Nj"
    "tZt1p3qbmevJW5U9Los62Z+w5FtsdvThnT3P4l+GPu4+tPmWU+7lv7HysyZVhYm4/TdZHy9d/vlfxNHu5IV7WsrPnpT9zqdT9+uZ"
    "Y5VXYeDdjMiD954vVrfu3tf7pnu28cdXl/euPNl0Vf1X0Hfds3N/xOyw3LXKxG632qTAf08Dv52flz5TVdYz+tPpotliZ7rP7pda"
    "axMrMve2eDZvnvcu49K0hE+/Zp25+/DYrfvi59v5V17N2hq1Nmz1EKe+1q89v263yT4d9W/mRhI/2Kdacb8CAJQFSAg="
)
DEFLATE = stream(
    "eNqruPX2zkbfpkCJtovdTkk6Ltxa0sc3KE6cERHs4StzgFNHRfEb3wO+EL6EjBsMW5IYkhITU3/w/pf4bpvesr7m89ObtSVWS6fc"
    "fF33sbYoioGBoeHUWbvnx9sNF8SYvt79kQUosuKu8/81t/uY6i+fnlgM5Dt8jWu7/vxt+4Hzn5OvWwIFFlQ133/ru5t1zazv3dXf"
    "QWa8ymVhBtIKXQlAkiFFkAckqNPECKQE3AxAYps42EBGiR0EcU4oSYCoRIim7hGi6Vl2XXXJDSa3s18yI4GhfCT6vfyjnzvjAd0C"
    "dv0="
)
ZEROS = 200 * MEBIBYTE
ZEROS_CRC = 1397688417


def word(rng):
    return "".join(rng.choices("bcdfghklmnprtvwz", k=10))


def text(rng, size):
    """Make a text of so many bytes that can be compressed well, as tables and manuals can."""
    line = (" ".join(word(rng) for _ in range(6)) + "\n").encode()
    return (line * (size // len(line) + 1))[:size]


def zipped(entries, method=zipfile.ZIP_DEFLATED):
    """Pack names and contents; a name with a slash at its end is a folder."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in entries:
            info = zipfile.ZipInfo(name, (2026, 11, 20, 10, 0, 0))
            info.filename = name
            archive.writestr(info, content or b"", method)
    return file.getvalue()


def member(name, content=b"", kind=tarfile.REGTYPE, target=""):
    """Describe one entry of a tar archive, of any kind."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.mode = kind, target, 0o755 if kind == tarfile.DIRTYPE else 0o644
    info.size = len(content) if kind == tarfile.REGTYPE else 0
    return info, content


def link(name, target):
    return member(name, kind=tarfile.SYMTYPE, target=target)


def hard_link(name, target):
    return member(name, kind=tarfile.LNKTYPE, target=target)


def tarred(entries):
    """Pack names and contents, or what `member` has described."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz", compresslevel=9) as archive:
        for entry in entries:
            if isinstance(entry[0], str):
                name, content = entry
                folder = name.endswith("/") or name == "."
                entry = member(name, content or b"", tarfile.DIRTYPE if folder else tarfile.REGTYPE)
            info, content = entry
            archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


def packed(form, entries):
    """Pack the same entries in either format."""
    return zipped(entries) if form == "zip" else tarred(entries)


def spoilt(archive):
    """Change one bit in the middle of the content."""
    return archive[:4000] + bytes([archive[4000] ^ 1]) + archive[4001:]


def sparse(name, size):
    """Pack a sparse file of GNU tar: it has one block of content, and a large size."""
    info = tarfile.TarInfo(name)
    info.size = 512
    header = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    header[156:157] = b"S"
    header[386:398], header[398:410] = b"%011o\0" % (size - 512), b"%011o\0" % 512
    header[410:482] = b"\0" * 72
    header[482:483], header[483:495] = b"\0", b"%011o\0" % size
    header[148:156] = b"        "
    header[148:156] = b"%06o\0 " % sum(header)
    return gzip.compress(bytes(header) + b"x" * 512 + bytes(1024))


def one_member(name, method, data, declared, crc):
    """Write a zip archive by hand, so that it can declare any size."""
    named = name.encode()
    common = struct.pack("<HHHHHIIIHH", 20, 0, method, 0, 0x5B74, crc, len(data), declared, len(named), 0)
    local = b"PK\x03\x04" + common + named + data
    central = b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + named
    return local + central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)


def send(client, archive):
    return client.post("/orders", content=archive)


def fetch(client, order, name, kind="document"):
    return client.get(f"/orders/{order}/{kind}", params={"name": name})


def is_refused(answer):
    """Whether an answer turns somebody away. With which status of an error, and in which words, a fix may decide."""
    return 400 <= answer.status_code < 500


def names_of(answer):
    return [document["name"] for document in answer.json()["documents"]]


def everything(client, answer):
    """Fetch every document of an order that was just sent, as the customer can."""
    if answer.status_code != 201:
        return answer.text
    order = answer.json()["order"]
    return [answer.text, *(fetch(client, order, name).text for name in names_of(answer))]


def strays(box, content, old, name):
    """Name the files with this content that are not where the documents of a new order may be."""
    own = re.compile(r"data/orders/(?!%s/)[^/]+/(?!documents-translated/)." % re.escape(old))
    elsewhere = [found for found in box.files() if not own.match(found)]
    return [found for found in [*elsewhere, f"/tmp/{name}"] if box.read(found) == content]


def kept_bytes(box, before):
    """Count the bytes of all files that were not there before."""
    sizes = [box.stat(name) for name in set(box.files()) - set(before)]
    return sum(found.size_bytes for found in sizes if found is not None)
