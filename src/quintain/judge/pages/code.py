"""Which code of a page a browser would run: scripts, handlers, and addresses that are programs or whole pages.

It runs by itself, or once somebody clicks, sends a form or moves a pointer; the judge's readers click on everything.
Rules: the HTML standard, "prepare the script element", "event handler content attributes" and "javascript: URLs".
"""

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import unquote, urljoin, urlsplit

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


class Tag(Protocol):
    """An element, as far as its code goes."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def attributes(self) -> Mapping[str, str]:
        """Its attributes, decoded."""

    @property
    def raw(self) -> str:
        """The text directly in it."""

    @property
    def place(self) -> range:
        """The numbers of its descendants."""

    @property
    def namespace(self) -> str:
        """Whether it is of "html", "svg" or "math"."""

    @property
    def is_closed(self) -> bool:
        """Whether its end tag came."""


@dataclass(frozen=True, slots=True)
class Code:
    """Something that a browser runs: its code, or a whole page that a frame shows; ``told`` says what and where."""

    told: str = ""
    code: str | None = None
    page: str | None = None


def code_in(elements: Sequence[Tag]) -> list[Code]:
    """List all code among the elements of a page, in their order."""
    base = next(
        (_base(each.attributes["href"]) for each in elements if each.name == "base" and "href" in each.attributes), HOME
    )
    submitters = _submitters(elements)
    return [code for number, each in enumerate(elements) for code in _code(each, base, number in submitters)]


def is_handler(name: str) -> bool:
    """Whether an attribute of this name is an event handler."""
    return name.startswith("on") and name[2:] in EVENTS


def _base(href: str) -> str:
    """Resolve the base of a page's addresses; browsers take no program and no data for one."""
    base = _joined(HOME, href)
    return base if base.startswith(("http://", "https://")) else HOME


def _joined(base: str, address: str) -> str:
    """Resolve an address as a browser does, as far as scheme and host are concerned."""
    plain = IGNORED_IN_ADDRESSES.sub("", address.strip(CONTROLS_AND_SPACE))
    try:
        return urljoin(base, plain.replace("\\", "/") if not re.match(r"[a-zA-Z][\w+.-]*:(?!/)", plain) else plain)
    except ValueError:
        return base


def _submitters(elements: Sequence[Tag]) -> frozenset[int]:
    """Name the buttons that send a form."""
    forms = [each for each in elements if each.name == "form" and each.namespace == "html"]
    inside = {number for form in forms for number in form.place}
    ids = {form.attributes.get("id", "") for form in forms} - {""}
    return frozenset(
        number
        for number, each in enumerate(elements)
        if each.name in {"button", "input"}
        and each.attributes.get("type", "submit" if each.name == "button" else "text").lower() in SUBMITTERS
        and (each.attributes["form"] in ids if "form" in each.attributes else number in inside)
    )


def _code(tag: Tag, base: str, submits: bool) -> Iterator[Code]:
    for name, value in tag.attributes.items():
        if is_handler(name):
            yield Code(f"the handler {name}={value} of <{tag.name}>", value)
    if tag.name == "script" and tag.namespace in {"html", "svg"}:
        yield from _script(tag, base)
    elif tag.name in FRAMES and tag.namespace == "html":
        yield from _frame(tag)
    else:
        yield from _address(tag, submits=submits)


def _script(tag: Tag, base: str) -> Iterator[Code]:
    if not _is_script(tag):
        return
    names = ("src",) if tag.namespace == "html" else ("href", "xlink:href")
    source = next((tag.attributes[name] for name in names if name in tag.attributes), None)
    if source is None:
        if tag.is_closed:  # a script that never ends is never run
            yield Code(f"the script {tag.raw.strip()}", tag.raw)
        return
    address = _joined(base, source)
    kind, data = _data(address)
    if data is not None and not kind.startswith(NEVER_SCRIPTS):
        yield Code(f"the script {data.strip()}", data)
    elif data is None and urlsplit(address).netloc != urlsplit(HOME).netloc:
        yield Code(f"the script at {address}", unquote(address))


def _is_script(tag: Tag) -> bool:
    attributes = tag.attributes
    kind = attributes.get("type")
    if kind is None:
        language = attributes.get("language", "")
        kind = f"text/{language}" if language else ""
    kind = kind.strip(ASCII_SPACE).lower() if kind else "text/javascript"
    if kind == "module":
        return True
    if kind not in SCRIPT_TYPES or (tag.namespace == "html" and "nomodule" in attributes):
        return False
    if "for" in attributes and "event" in attributes and tag.namespace == "html":
        target, event = (attributes[name].strip(ASCII_SPACE).lower() for name in ("for", "event"))
        return target == "window" and event in {"onload", "onload()"}
    return True


def _frame(tag: Tag) -> Iterator[Code]:
    sandbox = tag.attributes.get("sandbox") if tag.name == "iframe" else None
    if sandbox is not None and "allow-scripts" not in sandbox.lower().split():
        return
    if tag.name == "iframe" and "srcdoc" in tag.attributes:
        yield Code(page=tag.attributes["srcdoc"])
        return
    address = _plain(tag.attributes.get(FRAMES[tag.name], ""))
    kind, data = _data(address)
    if data is not None and kind in PAGES:
        yield Code(page=data)
    elif tag.name in {"iframe", "frame", "embed"}:
        yield from _program(tag, address)


def _address(tag: Tag, *, submits: bool) -> Iterator[Code]:
    match tag.name, tag.namespace:
        case "a" | "area", "html":
            names: tuple[str, ...] = ("href",)
        case "a", "svg":
            names = ("href", "xlink:href")
        case "form", "html" if tag.attributes.get("method", "").lower() != "dialog":
            names = ("action",)
        case "button" | "input", "html" if submits:
            names = ("formaction",)
        case _:
            return
    found = next((tag.attributes[name] for name in names if name in tag.attributes), "")
    yield from _program(tag, _plain(found))


def _program(tag: Tag, address: str) -> Iterator[Code]:
    if address.lower().startswith("javascript:"):
        yield Code(f"the address {address} of <{tag.name}>", unquote(address))


def _plain(address: str) -> str:
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
