"""Make the four mistakes of the lesson with its nine interfaces, and keep what happens."""

import platform
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import cryptography

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "cryptography-in-python"))

from apis import APIS, MISTAKES  # noqa: E402

GROUPS = (
    ("Recipes", ("Fernet", "Cobblestone256")),
    ("hazmat: one call does both", ("AESGCM", "ChaCha20Poly1305", "AESGCMSIV")),
    ("hazmat: put together by hand", ("Cipher, GCM", "Cipher, CTR", "Cipher, CBC", "Cipher, ECB")),
)
TITLES = {
    "password as key": ("A password as the key", "The key is a password, filled up with spaces to 32 bytes."),
    "nonce again": ("The same nonce twice", "Three messages are encrypted with the same key and the same nonce."),
    "changed": ("A changed message", "One bit of the ciphertext is changed."),
    "moved": ("A moved message", "The ciphertext of record 7 is put into record 8."),
}
WORDS = {
    "password as key": {"refused": "refused: ValueError", "ACCEPTED": "accepted as a key"},
    "nonce again": {
        "-": "chooses its own nonce",
        "EQUAL": "equal messages, equal ciphertexts",
        "XOR": "shows the XOR of the messages",
    },
    "changed": {"refused": "refused", "ACCEPTED": "update() returns a changed plaintext"},
    "moved": {"refused": "refused", "ACCEPTED": "accepted in the wrong record"},
}


def record() -> dict[str, object]:
    outcomes = {name: {mistake: make(api) for mistake, make in MISTAKES.items()} for name, api in APIS.items()}
    for name, kept in outcomes.items():
        if not name.startswith("Cipher") and kept["changed"] == "ACCEPTED":
            raise AssertionError(f"{name} returned a changed plaintext")
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}, "
        f"cryptography {cryptography.__version__}",
        "groups": [{"title": title, "names": names} for title, names in GROUPS],
        "mistakes": [
            {
                "title": TITLES[mistake][0],
                "about": TITLES[mistake][1],
                "outcomes": {
                    name: {"words": WORDS[mistake][kept[mistake]], "noticed": kept[mistake] in {"refused", "-"}}
                    for name, kept in outcomes.items()
                },
            }
            for mistake in MISTAKES
        ],
        "tables": [
            {
                "title": "What happened",
                "columns": ["interface", *(title for title, _ in TITLES.values())],
                "rows": [
                    [f"`{name}`", *(WORDS[mistake][kept[mistake]] for mistake in MISTAKES)]
                    for name, kept in outcomes.items()
                ],
            }
        ],
    }  # fmt: skip


def draw(data: dict) -> str:
    """Draw a row for each interface and a column for each mistake; a filled square is a mistake that is accepted."""
    left, step, top = 190, 122, 48
    names = [name for group in data["groups"] for name in group["names"]]
    height = top + 32 * len(names) + 6
    counts = {name: sum(not each["outcomes"][name]["noticed"] for each in data["mistakes"]) for name in names}
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "duel-still",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": f"Mistakes of {len(data['mistakes'])} that an interface does not notice: "
            + "; ".join(f"{name}, {count}" for name, count in counts.items())
            + ".",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    for column, words in enumerate((("password", "as key"), ("same nonce", "twice"), ("changed",), ("moved",))):
        for line, word in enumerate(words):
            write(word, left + step * column + step / 2, 20 + 16 * line, "middle")
    for row, name in enumerate(names):
        y = top + 32 * row
        ET.SubElement(svg, "line", {"class": "axis", "x1": "4", "x2": "676", "y1": f"{y}", "y2": f"{y}"})
        write(name, 4, y + 20, "mono")
        for column, mistake in enumerate(data["mistakes"]):
            x = left + step * column + step / 2
            if mistake["outcomes"][name]["noticed"]:
                write("prevented", x, y + 20, "sound middle")
            else:
                place = {"x": f"{x - 40:g}", "y": f"{y + 8}", "width": "14", "height": "14"}
                ET.SubElement(svg, "rect", {"class": "harm"} | place)
                write("accepted", x - 20, y + 20, "harm")
    return ET.tostring(svg, encoding="unicode") + "\n"
