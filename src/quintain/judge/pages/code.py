"""Which code of a page a browser would run: scripts, handlers, and addresses that are programs or whole pages.

It runs by itself, or once somebody clicks, sends a form or moves a pointer; the judge's readers click on everything.
Rules: the HTML standard, "prepare the script element", "event handler content attributes" and "javascript: URLs".
"""

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from quintain.judge.pages.elements import Element

IGNORED_IN_ADDRESSES: Final = re.compile(r"[\t\n\r]")
CONTROLS_AND_SPACE: Final = "".join(map(chr, range(0x21)))
ASCII_SPACE: Final = "\t\n\f\r "
SCRIPT_TYPES: Final = frozenset(
    f"{kind}/{name}"
    for kind in ("application", "text")
    for name in ("ecmascript", "javascript", "x-ecmascript", "x-javascript")
) | frozenset(f"text/{name}" for name in ("jscript", "livescript", *(f"javascript1.{number}" for number in range(6))))
NEVER_SCRIPTS: Final = ("audio/", "image/", "video/", "text/csv")
HOME: Final = "https://lab.test/"
PAGES: Final = frozenset({"text/html", "application/xhtml+xml", "text/xml", "application/xml", "image/svg+xml"})
FRAMES: Final[Mapping[str, str]] = {"iframe": "src", "frame": "src", "embed": "src", "object": "data"}
SUBMITTERS: Final = frozenset({"submit", "image"})

EVENTS: Final = frozenset(
    """
    abort afterprint animationcancel animationend animationiteration animationstart appinstalled auxclick beforecopy
    beforecut beforeinput beforeinstallprompt beforematch beforepaste beforeprint beforetoggle beforeunload
    beforexrselect begin blur cancel canplay canplaythrough change click close command
    contentvisibilityautostatechange contextlost contextmenu contextrestored copy cuechange cut dblclick
    devicemotion deviceorientation deviceorientationabsolute drag dragend dragenter dragexit dragleave dragover
    dragstart drop durationchange emptied encrypted end ended enterpictureinpicture error fencedtreeclick focus
    focusin focusout formdata fullscreenchange fullscreenerror gamepadconnected gamepaddisconnected gesturechange
    gestureend gesturestart gotpointercapture hashchange input interest invalid keydown keypress keyup
    languagechange leavepictureinpicture load loadeddata loadedmetadata loadend loadstart location loseinterest
    lostpointercapture message messageerror mousedown mouseenter mouseleave mousemove mouseout mouseover mouseup
    mousewheel move mozfullscreenchange mozfullscreenerror offline online orientationchange overscroll pagehide
    pagereveal pageshow pageswap paste pause play playing pointercancel pointerdown pointerenter pointerleave
    pointermove pointerout pointerover pointerrawupdate pointerup popstate progress promptaction promptdismiss
    ratechange readystatechange rejectionhandled repeat reset resize resolve scroll scrollend scrollsnapchange
    scrollsnapchanging search securitypolicyviolation seeked seeking select selectionchange selectstart show
    slotchange stalled storage submit suspend timeupdate timezonechange toggle touchcancel touchend touchmove
    touchstart transitioncancel transitionend transitionrun transitionstart unhandledrejection unload
    validationstatuschange volumechange waiting waitingforkey webkitanimationend webkitanimationiteration
    webkitanimationstart webkitfullscreenchange webkitfullscreenerror webkitmouseforcechanged webkitmouseforcedown
    webkitmouseforceup webkitmouseforcewillbegin webkittransitionend wheel zoom
    """.split()  # noqa: SIM905  a list of three hundred quotes is no easier to read
)


@dataclass(frozen=True, slots=True)
class Code:
    """Something that a browser runs: its code, or a whole page that a frame shows; ``told`` says what and where."""

    told: str = ""
    code: str | None = None
    page: str | None = None


def code_in(elements: Sequence[Element]) -> list[Code]:
    """List all code among the elements of a page, in their order."""
    base = next(
        (_base(each.attributes["href"]) for each in elements if each.name == "base" and "href" in each.attributes), HOME
    )
    submitters = _submitters(elements)
    return [code for number, each in enumerate(elements) for code in _code(each, base, number in submitters)]


def _base(href: str) -> str:
    """Resolve the base of a page's addresses; browsers take no program and no data for one."""
    base = _joined(HOME, href)
    return base if base.startswith(("http://", "https://")) else HOME


def _joined(base: str, address: str) -> str:
    """Resolve an address as a browser does, as far as scheme and host are concerned."""
    plain = _plain(address)
    try:
        return urljoin(base, plain.replace("\\", "/") if not re.match(r"[a-zA-Z][\w+.-]*:(?!/)", plain) else plain)
    except ValueError:
        return base


def _submitters(elements: Sequence[Element]) -> frozenset[int]:
    """Name the buttons that send a form."""
    forms = [element for element in elements if element.name == "form" and element.namespace == "html"]
    inside = {number for form in forms for number in form.place}
    ids = {form.attributes.get("id", "") for form in forms} - {""}
    return frozenset(
        number
        for number, element in enumerate(elements)
        if element.name in {"button", "input"}
        and element.attributes.get("type", "submit" if element.name == "button" else "text").lower() in SUBMITTERS
        and (element.attributes["form"] in ids if "form" in element.attributes else number in inside)
    )


def _code(element: Element, base: str, submits: bool) -> Iterator[Code]:
    for name, value in element.attributes.items():
        if name.startswith("on") and name[2:] in EVENTS:
            yield Code(f"the handler {name}={value} of <{element.name}>", value)
    if element.name == "script" and element.namespace in {"html", "svg"}:
        yield from _script(element, base)
    elif element.name in FRAMES and element.namespace == "html":
        yield from _frame(element)
    else:
        yield from _address(element, submits=submits)


def _script(element: Element, base: str) -> Iterator[Code]:
    if not _is_script(element):
        return
    names = ("src",) if element.namespace == "html" else ("href", "xlink:href")
    source = next((element.attributes[name] for name in names if name in element.attributes), None)
    if source is None:
        if element.is_closed:  # a script that never ends is never run
            yield Code(f"the script {element.raw.strip()}", element.raw)
        return
    address = _joined(base, source)
    kind, data = _data(address)
    if data is not None and not kind.startswith(NEVER_SCRIPTS):
        yield Code(f"the script {data.strip()}", data)
    elif data is None and urlsplit(address).netloc != urlsplit(HOME).netloc:
        yield Code(f"the script at {address}", unquote(address))


def _is_script(element: Element) -> bool:
    attributes = element.attributes
    kind = attributes.get("type")
    if kind is None:
        language = attributes.get("language", "")
        kind = f"text/{language}" if language else ""
    kind = kind.strip(ASCII_SPACE).lower() if kind else "text/javascript"
    if kind == "module":
        return True
    if kind not in SCRIPT_TYPES or (element.namespace == "html" and "nomodule" in attributes):
        return False
    if "for" in attributes and "event" in attributes and element.namespace == "html":
        target, event = (attributes[name].strip(ASCII_SPACE).lower() for name in ("for", "event"))
        return target == "window" and event in {"onload", "onload()"}
    return True


def _frame(element: Element) -> Iterator[Code]:
    sandbox = element.attributes.get("sandbox") if element.name == "iframe" else None
    if sandbox is not None and "allow-scripts" not in sandbox.lower().split():
        return
    if element.name == "iframe" and "srcdoc" in element.attributes:
        yield Code(page=element.attributes["srcdoc"])
        return
    address = _plain(element.attributes.get(FRAMES[element.name], ""))
    kind, data = _data(address)
    if data is not None and kind in PAGES:
        yield Code(page=data)
    elif element.name in {"iframe", "frame", "embed"}:
        yield from _program(element, address)


def _address(element: Element, *, submits: bool) -> Iterator[Code]:
    match element.name, element.namespace:
        case "a" | "area", "html":
            names: tuple[str, ...] = ("href",)
        case "a", "svg":
            names = ("href", "xlink:href")
        case "form", "html" if element.attributes.get("method", "").lower() != "dialog":
            names = ("action",)
        case "button" | "input", "html" if submits:
            names = ("formaction",)
        case _:
            return
    address = next((element.attributes[name] for name in names if name in element.attributes), "")
    yield from _program(element, _plain(address))


def _program(element: Element, address: str) -> Iterator[Code]:
    if address.lower().startswith("javascript:"):
        yield Code(f"the address {address} of <{element.name}>", unquote(address))


def _plain(address: str) -> str:
    """Leave out what browsers ignore in an address."""
    return IGNORED_IN_ADDRESSES.sub("", address.strip(CONTROLS_AND_SPACE))


def _data(address: str) -> tuple[str, str | None]:
    """Read a data: address: its type, and its content, or None if it is another address (RFC 2397)."""
    if not address.lower().startswith("data:"):
        return "", None
    head, comma, body = address[len("data:") :].partition(",")
    if not comma:
        return "", None
    kind, *parameters = (part.strip().lower() for part in head.split(";"))
    content = unquote(body)
    if parameters and parameters[-1] == "base64":
        try:
            content = base64.b64decode(content + "=" * (-len(content) % 4)).decode(errors="replace")
        except ValueError:
            content = ""
    return kind or "text/plain", content
