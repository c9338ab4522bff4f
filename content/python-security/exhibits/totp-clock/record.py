"""Ask pyotp, for each width of the window, when it accepts one code and which codes it accepts at one moment."""

import platform
from importlib.metadata import version
from xml.etree import ElementTree as ET

import pyotp

STEP_SECONDS = 30
SHOWN = 1_800_000_000  # the second at which the phone begins to show the code
PHONE = pyotp.TOTP("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
AROUND, WIDEST, MOST_SECONDS = 23, 10, 400
LEFT, WIDE, TOP, ROW, BAR = 130, 420, 40, 32, 16


def ask(window: int) -> dict:
    """Return when the code shown is accepted with this window, and how many codes are right at its first second."""
    code = PHONE.at(SHOWN)
    seconds = [
        late
        for late in range(-MOST_SECONDS, MOST_SECONDS)
        if PHONE.verify(code, for_time=SHOWN + late, valid_window=window)
    ]
    steps = range(-MOST_SECONDS // STEP_SECONDS, MOST_SECONDS // STEP_SECONDS)
    right = [
        step
        for step in steps
        if PHONE.verify(PHONE.at(SHOWN + STEP_SECONDS * step), for_time=SHOWN, valid_window=window)
    ]
    again = PHONE.verify(code, for_time=SHOWN + 1, valid_window=window)
    return {
        "window": window,
        "first": seconds[0],
        "last": seconds[-1],
        "seconds": len(seconds),
        "right": len(right),
        "again": again,
    }


def record() -> dict:
    windows = [ask(window) for window in range(WIDEST + 1)]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}, pyotp {version('pyotp')}",
        "codes": [
            {"step": step, "code": PHONE.at(SHOWN + STEP_SECONDS * step)} for step in range(-AROUND, AROUND + 1)
        ],
        "windows": windows,
        "tables": [
            {
                "title": "One code, seen by an attacker",
                "columns": ["window, in steps", "accepted from second", "to second", "seconds", "right codes at one moment", "a second time"],
                "rows": [
                    [each["window"], each["first"], each["last"], each["seconds"], each["right"], "accepted" if each["again"] else "refused"]
                    for each in windows
                ],
            }
        ],
    }  # fmt: skip


def draw(data: dict) -> str:
    """Draw for how long the code works, with five windows."""
    shown = [each for each in data["windows"] if each["window"] in (0, 1, 2, 5, 10)]
    height = TOP + ROW * len(shown) + 26
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "totp-clock",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": "One code works for 30 seconds without a window, for 90 seconds with one step on each side, and for 630 seconds with ten.",
        },
    )

    def write(text: str, x: float, y: float, kind: str = "") -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    def at(second: float) -> float:
        return LEFT + (second + 330) / 690 * WIDE

    write("window", 4, 20, "value")
    write("the code is accepted", LEFT, 20, "value")
    write("seconds, right codes", 676, 20, "value end")
    for row, each in enumerate(shown):
        y = TOP + ROW * row
        kind = "sound" if each["window"] <= 1 else "harm"
        write(f"{each['window']} on each side", 4, y + 13)
        place = {
            "x": f"{at(each['first']):g}",
            "y": f"{y}",
            "width": f"{each['seconds'] / 690 * WIDE:g}",
            "height": f"{BAR}",
        }
        ET.SubElement(svg, "rect", {"class": kind} | place)
        write(f"{each['seconds']} s, {each['right']}", 676, y + 13, f"end {kind}")
    foot = TOP + ROW * len(shown) + 16
    for second in (-300, 0, 300):
        write("shown" if second == 0 else f"{second:+} s", at(second), foot, "middle")
    return ET.tostring(svg, encoding="unicode") + "\n"
