"""The user agents that come to a web app: headers of common browsers and programs, drawn for each client.

If tests and attacks always came with the same headers, a fix could be tight for these alone. So no client, honest or
not, can be told from the others by them.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import httpx

NAVIGATION: Final = "text/html,application/xhtml+xml,application/xml;q=0.9"
ANYTHING: Final = "*/*"
MODERN: Final = "gzip, deflate, br, zstd"  # the judge reads the first two; no package of a lab writes the others
LANGUAGES: Final = (
    "en-US,en;q=0.9",
    "en-GB,en;q=0.9",
    "de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7",
    "de,en-US;q=0.7,en;q=0.3",
    "fr-FR,fr;q=0.9,en;q=0.8",
    "es-ES,es;q=0.9,en;q=0.8",
    "tr-TR,tr;q=0.9,en-US;q=0.8,en;q=0.7",
)
DESKTOPS: Final = (
    ("Windows NT 10.0; Win64; x64", '"Windows"'),
    ("Macintosh; Intel Mac OS X 10_15_7", '"macOS"'),
    ("X11; Linux x86_64", '"Linux"'),
)
# The order in which each sends its headers over HTTP/1.1, as far as an app can see it.
OF_CHROME: Final = (
    "host connection content-length cache-control sec-ch-ua sec-ch-ua-mobile sec-ch-ua-platform origin content-type "
    "upgrade-insecure-requests user-agent accept sec-fetch-site sec-fetch-mode sec-fetch-user sec-fetch-dest referer "
    "accept-encoding accept-language cookie"
)
OF_FIREFOX: Final = (
    "host user-agent accept accept-language accept-encoding content-type content-length origin connection referer "
    "cookie upgrade-insecure-requests sec-fetch-dest sec-fetch-mode sec-fetch-site priority"
)
OF_SAFARI: Final = (
    "host content-type origin cookie content-length connection accept user-agent referer sec-fetch-dest "
    "sec-fetch-mode sec-fetch-site accept-language accept-encoding priority"
)
OF_CURL: Final = "host user-agent accept accept-encoding cookie content-length content-type"
OF_REQUESTS: Final = "host user-agent accept-encoding accept connection cookie content-length content-type"

type Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class UserAgent:
    """The headers of each request of a client, and the order in which they are sent."""

    headers: Headers
    order: str

    def arrange(self, headers: httpx.Headers) -> httpx.Headers:
        """Put headers into the order in which this user agent sends them; what is unknown comes last."""
        places = {name: place for place, name in enumerate(self.order.split())}
        return httpx.Headers(sorted(headers.raw, key=lambda pair: places.get(pair[0].lower().decode(), len(places))))


def draw_user_agent(rng: random.Random, *, is_browser: bool = False) -> UserAgent:
    """Draw one; ``is_browser`` if it opens pages for a person, and is no program and no script of a page."""
    makers: Sequence[Callable[[random.Random], UserAgent]] = (
        BROWSERS if is_browser else (*BROWSERS, *BROWSERS, *PROGRAMS)
    )
    user_agent = rng.choice(makers)(rng)
    if is_browser or rng.random() < 1 / 2:
        return user_agent
    by_script = {name: value for name, value in user_agent.headers.items() if name != "Upgrade-Insecure-Requests"}
    return UserAgent({**by_script, "Accept": ANYTHING}, user_agent.order)


def _chrome(rng: random.Random) -> UserAgent:
    system, platform = rng.choice(DESKTOPS)
    version = rng.randint(118, 149)
    brand, sign = rng.choice(
        (("Google Chrome", ""), ("Google Chrome", ""), ("Microsoft Edge", f" Edg/{version}.0.0.0"))
    )
    agent = f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0 Safari/537.36{sign}"
    return _chromium(rng, agent, brand, version, platform, mobile="?0")


def _chrome_on_a_phone(rng: random.Random) -> UserAgent:
    version = rng.randint(118, 149)
    agent = (
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
        f"Chrome/{version}.0.0.0 Mobile Safari/537.36"
    )
    return _chromium(rng, agent, "Google Chrome", version, '"Android"', mobile="?1")


def _chromium(rng: random.Random, agent: str, brand: str, version: int, platform: str, *, mobile: str) -> UserAgent:
    accept = f"{NAVIGATION},image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7"
    headers = {
        "Connection": "keep-alive",
        "sec-ch-ua": f'"Chromium";v="{version}", "{brand}";v="{version}", "Not_A Brand";v="99"',
        "sec-ch-ua-mobile": mobile,
        "sec-ch-ua-platform": platform,
        "Upgrade-Insecure-Requests": "1",
        "User-Agent": agent,
        "Accept": accept,
        "Accept-Encoding": MODERN,
        "Accept-Language": rng.choice(LANGUAGES),
    }
    return UserAgent(headers, OF_CHROME)


def _firefox(rng: random.Random) -> UserAgent:
    system = rng.choice(("Windows NT 10.0; Win64; x64", "Macintosh; Intel Mac OS X 10.15", "X11; Linux x86_64"))
    version = rng.randint(115, 150)
    headers = {
        "User-Agent": f"Mozilla/5.0 ({system}; rv:{version}.0) Gecko/20100101 Firefox/{version}.0",
        "Accept": f"{NAVIGATION},*/*;q=0.8",
        "Accept-Language": rng.choice(LANGUAGES),
        "Accept-Encoding": MODERN,
        "Connection": "keep-alive",
        "Upgrade-Insecure-Requests": "1",
    }
    return UserAgent(headers, OF_FIREFOX)


def _safari(rng: random.Random) -> UserAgent:
    version = f"{rng.randint(17, 19)}.{rng.randint(0, 6)}"
    phone = f"iPhone; CPU iPhone OS {version.replace('.', '_')} like Mac OS X"
    system, mobile = rng.choice((("Macintosh; Intel Mac OS X 10_15_7", ""), (phone, "Mobile/15E148 ")))
    headers = {
        "Connection": "keep-alive",
        "Accept": f"{NAVIGATION},*/*;q=0.8",
        "User-Agent": (
            f"Mozilla/5.0 ({system}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{version} {mobile}Safari/"
            + ("604.1" if mobile else "605.1.15")
        ),
        "Accept-Language": rng.choice(LANGUAGES),
        "Accept-Encoding": "gzip, deflate, br",
    }
    return UserAgent(headers, OF_SAFARI)


def _curl(rng: random.Random) -> UserAgent:
    agent = f"curl/{rng.choice(('7.81.0', '7.88.1', '8.5.0', '8.7.1', '8.14.1'))}"
    return UserAgent({"User-Agent": agent, "Accept": ANYTHING}, OF_CURL)


def _requests(rng: random.Random) -> UserAgent:
    agent = f"python-requests/2.{rng.randint(28, 33)}.{rng.randint(0, 5)}"
    headers = {
        "User-Agent": agent,
        "Accept-Encoding": "gzip, deflate",
        "Accept": ANYTHING,
        "Connection": "keep-alive",
    }
    return UserAgent(headers, OF_REQUESTS)


BROWSERS: Final = (_chrome, _chrome_on_a_phone, _firefox, _safari)
PROGRAMS: Final = (_curl, _requests)
