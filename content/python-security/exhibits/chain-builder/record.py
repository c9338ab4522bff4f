"""Connect with every client of the lesson to servers with every chain."""

import platform
import ssl
import sys
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "certificates"))

from chains import ALL, CLIENTS, GOOD_SIGNERS, HOST, SHOWN, SIGNERS, reason, server_of  # noqa: E402

SUBJECTS = {
    "the company's CA": [],
    "a CA below it": ["Company CA, web servers"],
    "a CA with the same name": [],
    "another server": ["forum"],
    "itself": [],
}


def record() -> dict[str, object]:
    chains = []
    for signer, host, end in ALL:
        server = server_of(signer, host, end)
        chains.append(
            {
                "signer": signer,
                "host": host,
                "until": str(end.year),
                "issuer": server.certificate.issuer.rfc4514_string().removeprefix("CN=").replace("\\,", ","),
                "between": SUBJECTS[signer],
                "right": signer in GOOD_SIGNERS and host == HOST and end.year > 2100,
                "reasons": {client: reason(client, server) for client in CLIENTS},
            }
        )
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}, "
        f"{' '.join(ssl.OPENSSL_VERSION.split()[:2])}, cryptography {version('cryptography')}",
        "host": HOST,
        "signers": list(SIGNERS),
        "clients": list(CLIENTS),
        "chains": chains,
        "tables": [
            {
                "title": "What each client says",
                "columns": ["signed by", "host", "valid until", *CLIENTS],
                "rows": [
                    [
                        each["signer"],
                        each["host"],
                        each["until"],
                        *(each["reasons"][client] or "connects" for client in CLIENTS),
                    ]
                    for each in chains
                ],
            }
        ],
    }


def draw(data: dict) -> str:
    """Draw the lesson's certificates in rows and the clients in columns; a wrong certificate that is accepted is marked."""
    left, step, top = 170, 128, 46
    height = top + 32 * len(SHOWN) + 6
    found = {(each["signer"], each["host"], each["until"]): each for each in data["chains"]}
    rows = [(name, found[signer, host, str(end.year)]) for name, (signer, host, end) in SHOWN.items()]
    wrong = [sum(not chain["right"] and not chain["reasons"][each] for _, chain in rows) for each in data["clients"]]
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "duel-still",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": "Wrong certificates of five that are accepted: "
            + ", ".join(f"{client}, {count}" for client, count in zip(data["clients"], wrong, strict=True))
            + ".",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    for column, client in enumerate(data["clients"]):
        write(client, left + step * column, 30, "value")
    for row, (name, chain) in enumerate(rows):
        y = top + 32 * row
        write(name, 4, y + 20, "")
        ET.SubElement(svg, "line", {"class": "axis", "x1": "4", "x2": "676", "y1": f"{y}", "y2": f"{y}"})
        for column, client in enumerate(data["clients"]):
            why = chain["reasons"][client]
            harm = "harm" if not why and not chain["right"] else ""
            write(why or "connects", left + step * column, y + 20, harm)
    return ET.tostring(svg, encoding="unicode") + "\n"
