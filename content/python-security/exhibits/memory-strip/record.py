"""Call the C function of the lesson from Python, with names of every length, and keep what happened.

It needs gcc 12 or newer with its AddressSanitizer, on Linux and x86-64. The library is compiled in four ways. Each call
runs in a process of its own, because many of them end it. A macro around strcpy lets the process look at its own stack
before and after the copy; member.c itself is the file of the lesson, unchanged.
"""

import ctypes
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree as ET

LESSON = Path(__file__).parents[2] / "lessons" / "lab-unsafe-native-code"
COPY = "strcpy(m.name, name);"
SHOWN = 64  # bytes of the stack in the picture
LETTERS = {"a": 1, "ü": 2, "😀": 4}

COMMON = ["-O2", "-fPIC", "-shared", "-U_FORTIFY_SOURCE"]
BUILDS = {
    "plain": ("no hardening", ["-fno-stack-protector"]),
    "stack": ("stack protector", ["-fstack-protector-strong"]),
    "fortify": ("_FORTIFY_SOURCE", ["-fno-stack-protector", "-D_FORTIFY_SOURCE=3"]),
    "asan": ("AddressSanitizer", ["-fno-stack-protector", "-fsanitize=address"]),
}
WAYS = {
    "`strcpy(m.name, name)`": COPY,
    "`memcpy(m.name, name, length)`": "memcpy(m.name, name, strlen(name) + 1);",
    "a loop over the bytes": "char *to = m.name; while ((*to++ = *name++));",
    "`strncpy(m.name, name, 16)`": "strncpy(m.name, name, sizeof m.name);",
    "`snprintf(m.name, 16, …)`": '__builtin_snprintf(m.name, sizeof m.name, "%s", name);',
}
WATCH = """
#include <string.h>
static void (*look)(int moment, const void *member, const void *back);
void watch(void (*with)(int, const void *, const void *)) { look = with; }
#define strcpy(to, from) \\
    do { look(0, to, __builtin_return_address(0)); strcpy(to, from); look(1, to, __builtin_return_address(0)); } while (0)
"""


class Member(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char * 16), ("is_admin", ctypes.c_int), ("pages", ctypes.c_int)]


def call(library: str, name: bytes) -> None:
    """Sign in, and print what the function answered; runs alone in a process."""
    shop = ctypes.CDLL(library)
    memory = os.open("/proc/self/mem", os.O_RDONLY)

    def look(moment: int, member: int, back: int) -> None:
        told = {"moment": moment, "address": member, "back": back, "stack": os.pread(memory, 128, member).hex()}
        os.write(1, json.dumps(told).encode() + b"\n")

    watcher = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(look)
    if hasattr(shop, "watch"):
        shop.watch(watcher)
    shop.sign_in.restype = Member
    shop.sign_in.argtypes = [ctypes.c_char_p]
    member = shop.sign_in(name)
    os.write(1, json.dumps({"admin": member.is_admin != 0, "pages": member.pages}).encode() + b"\n")


def build(folder: Path, name: str, source: str, flags: list[str]) -> Path:
    """Compile the source of a library with flags of its own."""
    path = folder / f"{name}.c"
    path.write_text(source, encoding="utf-8")
    library = path.with_suffix(".so")
    subprocess.run(["gcc", *COMMON, *flags, "-o", str(library), str(path)], check=True)
    return library


def run(library: Path, name: bytes, *, asan: bool) -> dict[str, object]:
    """Call the library in a new process; return what was seen and how the process ended."""
    environment = {"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"], "LIBC_FATAL_STDERR_": "1"}
    if asan:
        found = subprocess.run(["gcc", "-print-file-name=libasan.so"], check=True, capture_output=True, text=True)
        environment |= {"LD_PRELOAD": found.stdout.strip(), "ASAN_OPTIONS": "detect_leaks=0"}
    done = subprocess.run(
        [sys.executable, "-I", __file__, str(library), name.hex()],
        env=environment,
        capture_output=True,
        check=False,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    errors = done.stderr.decode(errors="replace")
    return {
        "looks": [line for line in lines if "moment" in line],
        "answer": next((line for line in lines if "admin" in line), None),
        "ended": signal.Signals(-done.returncode).name if done.returncode < 0 else f"exit {done.returncode}",
        "message": message_of(errors),
    }


def message_of(errors: str) -> str:
    """Return the one line of the error output that says what was detected, without addresses."""
    for line in errors.splitlines():
        if line.startswith("***"):
            return line
        if "AddressSanitizer:" in line:
            return "AddressSanitizer: " + line.split("AddressSanitizer: ")[1].split()[0]
    return ""


def outcome(told: dict) -> list[object]:
    """Say how a call ended: [admin, pages], or [signal or exit, message]."""
    answer = told["answer"]
    return [answer["admin"], answer["pages"]] if answer else [told["ended"], told["message"]]


def places(build_name: str, before: bytes, back: int) -> list[list[object]]:
    """Name the owner of each part of the stack: [first byte, bytes, owner]."""
    member = [[0, 16, "name"], [16, 4, "is_admin"], [20, 4, "pages"]]
    if build_name == "asan":
        return [*member, [24, SHOWN - 24, "red zone of AddressSanitizer"]]
    returns = before.index(back.to_bytes(8, "little"))
    behind = "canary of the stack protector" if build_name == "stack" else "not used"
    return [*member, [24, 8, behind], [32, returns - 32, "saved registers"], [returns, 8, "return address"]]


def record_build(folder: Path, name: str, title: str, flags: list[str]) -> dict[str, object]:
    """Call one build with every name; check in each run that exactly the name and its zero byte were written."""
    source = (LESSON / "member.c").read_text(encoding="utf-8")
    library = build(folder, name, WATCH + source, flags)
    kept: dict[str, object] = {"id": name, "title": title, "flags": " ".join(flags)}
    runs: dict[str, list[object]] = {}
    for letter, size in LETTERS.items():
        runs[letter] = []
        for count in range((SHOWN - 1) // size + 1):
            sent = (letter * count).encode()
            told = run(library, sent, asan=name == "asan")
            looks = [bytes.fromhex(look["stack"]) for look in told["looks"]]
            if len(looks) == 2:
                written = sent + b"\0"
                assert looks[1] == written + looks[0][len(written) :], (name, count)
            if not runs[letter]:
                first = told["looks"][0]
                kept |= {
                    "address": hex(first["address"]),
                    "stack": looks[0][:SHOWN].hex(),
                    "places": places(name, looks[0], first["back"]),
                }
            runs[letter].append([len(looks) == 2, *outcome(told)])
    return kept | {"runs": runs}


def words(ended: list[object]) -> str:
    """Say an outcome in a cell of a table; without a message, it is a crash, and its signal differs from run to run."""
    if isinstance(ended[0], bool):
        return "admin" if ended[0] else "not admin"
    if not ended[1]:
        return "crash"
    said = str(ended[1]).strip("* ").removesuffix(" ***: terminated").removeprefix("AddressSanitizer: ")
    return f"{ended[0]}: {said}"


def ranges(builds: list[dict]) -> list[list[object]]:
    """List the outcomes of names of letters a: a row for each length at which one of them changes."""
    rows: list[list[object]] = []
    for count in range(SHOWN):
        cells = [words(each["runs"]["a"][count][1:]) for each in builds]
        if rows and rows[-1][1:] == cells:
            rows[-1][0] = f"{str(rows[-1][0]).split(' ')[0]} to {count}"
        else:
            rows.append([str(count), *cells])
    return rows


def record_ways(folder: Path) -> list[list[object]]:
    """Copy a name of 17 bytes in five ways, in each build."""
    source = (LESSON / "member.c").read_text(encoding="utf-8")
    assert COPY in source
    rows = []
    for number, (title, way) in enumerate(WAYS.items()):
        cells = [
            words(
                outcome(
                    run(
                        build(folder, f"{name}{number}", source.replace(COPY, way), flags),
                        b"a" * 17,
                        asan=name == "asan",
                    )
                )
            )
            for name, (_, flags) in BUILDS.items()
        ]
        rows.append([title, *cells])
    return rows


def record() -> dict[str, object]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        builds = [record_build(folder, name, *rest) for name, rest in BUILDS.items()]
        ways = record_ways(folder)
    compiler = subprocess.run(["gcc", "-dumpfullversion"], check=True, capture_output=True, text=True).stdout.strip()
    libc = " ".join(platform.libc_ver())
    titles = [title for title, _ in BUILDS.values()]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}, GCC {compiler}, {libc}, {platform.machine()}",
        "compiler": ["gcc", *COMMON],
        "builds": builds,
        "tables": [
            {
                "title": "Names of so many letters a, copied with strcpy",
                "columns": ["bytes", *titles],
                "rows": ranges(builds),
            },
            {"title": "A name of 17 bytes, copied in five ways", "columns": ["copy", *titles], "rows": ways},
        ],
    }


def draw(data: dict) -> str:
    """Draw the struct and what is behind it, with a name of seventeen letters."""
    plain = data["builds"][0]
    sent = b"a" * 17 + b"\0"
    _, admin, pages = plain["runs"]["a"][17]
    stack = sent + bytes.fromhex(plain["stack"])[len(sent) :]
    left, size, high = 120, 52, 34
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "memory-still",
            "width": "680",
            "height": "262",
            "viewBox": "0 0 680 262",
            "aria-label": "A name of 17 bytes fills the 16 bytes of name; the last one is in is_admin, and the program believes that the member is an administrator.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    y = 10
    for first, count, owner in plain["places"][:4]:
        if first % 8 == 0:
            y += 18
        write(owner, left + first % 8 * size, y - 6, "value" if owner != "is_admin" else "harm")
        for at in range(first, first + count):
            if at % 8 == 0:
                write(f"+{at}", left - 12, y + 22, "end mono")
            x = left + at % 8 * size
            kind = "box" if at >= len(sent) else "box given" if at < 16 else "box harm"
            ET.SubElement(
                svg, "rect", {"class": kind, "x": f"{x}", "y": f"{y}", "width": f"{size - 3}", "height": f"{high - 4}"}
            )
            write(f"{stack[at]:02x}", x + size / 2 - 1, y + 20, "middle mono")
            if at % 8 == 7:
                y += high
    assert admin
    write("what the program believes:", left, y + 24, "")
    write("admin, with no error and no message", left + 170, y + 24, "harm")
    write(f"{pages} pages", left + 430, y + 24, "value")
    return ET.tostring(svg, encoding="unicode") + "\n"


if __name__ == "__main__" and len(sys.argv) == 3:
    call(sys.argv[1], bytes.fromhex(sys.argv[2]))
