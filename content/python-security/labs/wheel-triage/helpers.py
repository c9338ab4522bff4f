"""Makes wheels, sends them to the installer, and looks at what has happened to the machine."""

import base64
import hashlib
import importlib.util
import io
import json
import marshal
import tarfile
import zipfile

LONG_AGO = (1980, 1, 1, 0, 0, 0)
PLACES = ("site/", "bin/", "share/")


def word(rng):
    return "".join(rng.choices("abdefghiklmnoprstuvz", k=8))


def digest(content, algorithm="sha256"):
    raw = hashlib.new(algorithm, content).digest()
    return f"{algorithm}=" + base64.urlsafe_b64encode(raw).decode().rstrip("=")


def row(path, value):
    quoted = '"' + path.replace('"', '""') + '"' if "," in path or '"' in path else path
    return f"{quoted},{value},\n"


def wheel(name, files, *, commands=(), windows=(), metadata="", info="", record=None):
    """Make a wheel with metadata and RECORD; record changes the rows of RECORD: path to hash, or None for no row."""
    info = info or f"{name}-1.0.dist-info"
    parts = {path: text if isinstance(text, bytes) else text.encode() for path, text in files.items()}
    parts[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {metadata or name}\nVersion: 1.0\n".encode()
    parts[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: flit 3.12.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    points = "".join(
        f"[{group}]\n" + "".join(f"{each}\n" for each in lines)
        for group, lines in (("console_scripts", commands), ("gui_scripts", windows))
        if lines
    )
    if points:
        parts[f"{info}/entry_points.txt"] = points.encode()
    rows = {path: digest(content) for path, content in parts.items()} | {f"{info}/RECORD": ""} | (record or {})
    if f"{info}/RECORD" in rows and rows[f"{info}/RECORD"] is not None:
        parts[f"{info}/RECORD"] = "".join(row(*each) for each in rows.items() if each[1] is not None).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            archive.writestr(zipfile.ZipInfo(path, LONG_AGO), content)
    return f"{name}-1.0-py3-none-any.whl", packed.getvalue()


def source(name, script, *, is_wheel=False):
    """Make a source archive with a build script; as a wheel, an honest wheel follows in the same file."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w" if is_wheel else "w:gz") as archive:
        for path, text in (("setup.py", script), (f"{name}/__init__.py", ""), ("PKG-INFO", f"Name: {name}\n")):
            entry = tarfile.TarInfo(f"{name}-1.0/{path}")
            entry.size = len(text.encode())
            archive.addfile(entry, io.BytesIO(text.encode()))
    behind = wheel(name, {f"{name}/__init__.py": ""})[1] if is_wheel else b""
    return packed.getvalue() + behind


def payload(mark):
    """Write a line of Python that brings the token out, without a word that anybody would look for."""
    return f"open('/lab/out/{mark}', 'w').write(open('/lab/vault/token.txt').read())\n"


def bytecode(text):
    """Compile a module to bytecode that Python takes without a look at the source."""
    code = marshal.dumps(compile(text, "module.py", "exec"))
    return importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8) + code


def send(box, *packages):
    """Send packages to the installer; return for each why it was refused, or an empty text."""
    queue = [[name, base64.b64encode(content).decode()] for name, content in packages]
    ran = box.run("install.py", stdin=json.dumps(queue))
    lines = [json.loads(line) for line in ran.out.decode(errors="replace").splitlines() if line.startswith("[")]
    found = {name: reason for name, reason in lines}
    return [found.get(name, ran.err.decode(errors="replace")[-500:] or "no answer") for name, _ in packages]


def snapshot(box):
    """Read all files of the machine that were there before."""
    return {path: box.read(path) for path in box.files()}


def strays(box, before, *packages):
    """Name the files that were changed, or are new outside of the folders for packages."""
    expected = {f"inbox/{name}" for name, _ in packages}
    changed = [path for path, content in before.items() if box.read(path) != content]
    new = [path for path in box.files() if path not in before and not path.startswith(PLACES)]
    return sorted({*changed, *new} - expected)


def ran(box, marks):
    """Start the report, and name the marks that code of a package has left, and a report that is not written."""
    is_written = b"Signed: " in box.run("report.py").out
    found = [mark for mark in marks if box.read(f"out/{mark}") is not None]
    return sorted(found) if is_written else [*found, "no report"]
