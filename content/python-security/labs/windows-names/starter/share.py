"""A model of the shop's Windows share: what Windows opens for a path. It touches no real file.

It follows documented rules of Windows 10. Case does not matter, a slash is a backslash, dots and spaces at the end are
removed, a colon begins a stream, a long name has a short one beside it, and some names are devices in every folder.
"""

import hashlib
import ntpath
import re

ROOT = r"S:\customers"
FOLDERS = {"c:\\", "d:\\", "s:\\", "s:\\customers", "s:\\customers\\1207", "s:\\customers\\1311"}
DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"} | {
    f"{port}{number}" for port in ("COM", "LPT") for number in "123456789¹²³"
}
INVALID = re.compile(r'[<>"|?*\x00-\x1f]')
SHORT = re.compile(r"[^ .]{1,8}(\.[^ .]{1,3})?")

_files = {}  # by the path in small letters: the path, the short name, and the content of each stream
_elsewhere = []  # devices and other computers that were opened


def resolve(path):
    """Return what Windows opens for a path: its kind (file, device or computer), its name, and the stream of the file."""
    path = path.replace("/", "\\")
    if path.startswith(("\\\\.\\", "\\\\?\\")):
        return "device", path, ""
    if path.startswith("\\\\"):
        return "computer", path, ""
    drive, rest = ntpath.splitdrive(path)
    device = re.split("[.:]", rest.rpartition("\\")[2])[0].rstrip(" ").upper()
    if device in DEVICES:
        return "device", device, ""
    path = ntpath.normpath(f"{drive or 'S:'}\\{rest}").rstrip(". ")
    file, colon, stream = path[2:].partition(":")
    if stream.upper().endswith(":$DATA"):
        stream, colon = stream[: -len(":$DATA")], ""
    if INVALID.search(path) or "\\" in stream or ":" in stream or (colon and not stream):
        raise OSError(f"This is not a name on Windows: {path!r}")
    return "file", path[:2] + file, stream


def read(path):
    """Return the content of a file, as open(path, "rb") does."""
    kind, path, stream = resolve(path)
    if kind != "file":
        _elsewhere.append([kind, path])
        raise OSError(f"{path} sends nothing")
    file = _find(path)
    if file is None or stream not in file["streams"]:
        raise FileNotFoundError(path)
    return file["streams"][stream]


def write(path, content):
    """Write a file, new or not, as open(path, "wb") does."""
    kind, path, stream = resolve(path)
    if kind != "file":
        _elsewhere.append([kind, path])
        return
    folder, _, name = path.rpartition("\\")
    if path.lower() in FOLDERS or (folder.lower() if "\\" in folder else f"{folder}\\".lower()) not in FOLDERS:
        raise FileNotFoundError(path)
    if not name or len(name) > 255:
        raise OSError(f"This is not a name on Windows: {name!r}")
    file = _find(path)
    if file is None:
        file = _files[path.lower()] = {"path": path, "short": _short_path(folder, name), "streams": {"": b""}}
    file["streams"][stream] = content


def exists(path):
    """Say whether there is a file or a device, as os.path.exists(path) does."""
    kind, path, stream = resolve(path)
    if kind == "computer":
        _elsewhere.append([kind, path])
    file = _find(path)
    return kind == "device" or (file is not None and stream in file["streams"])


def names(folder):
    """Return the long names of all files in a folder, as os.listdir(folder) does."""
    parts = [file["path"].rpartition("\\") for file in _files.values()]
    return [name for parent, _, name in parts if parent.lower() == folder.lower()]


def digests():
    """Return a digest of each file and stream, by its path. The shop looks for changes with it."""
    return {
        f"{file['path']}:{stream}".rstrip(":"): hashlib.sha256(content).hexdigest()
        for file in _files.values()
        for stream, content in file["streams"].items()
    }


def elsewhere():
    """Return the devices and computers that were opened."""
    return list(_elsewhere)


def _find(path):
    for key, file in _files.items():
        if path.lower() in (key, file["short"].lower()):
            return file
    return None


def _short_path(folder, name):
    if SHORT.fullmatch(name):
        return f"{folder}\\{name}"
    stem, dot, extension = name.rpartition(".") if "." in name else (name, "", "")
    stem, extension = re.sub("[ .]", "", stem)[:6], dot + extension[:3]
    taken = {file["short"].upper() for file in _files.values()}
    shorts = (f"{folder}\\{stem}~{number}{extension}".upper() for number in range(1, 10_000))
    return next(short for short in shorts if short not in taken)


for _customer, _calculation in {"1207": "${calculation}", "1311": "${other_calculation}"}.items():
    write(rf"{ROOT}\{_customer}\calculation.txt", _calculation.encode())
