"""Four checks for shop.example and its subdomains."""

from urllib.parse import urlsplit

CHECKS = {
    "endswith": lambda url, host: host.endswith("shop.example"),
    "in": lambda url, host: "shop.example" in host and host.count(".") < 4,
    "== or .": lambda url, host: host == "shop.example" or host.endswith(".shop.example"),
    "startswith": lambda url, host: url.startswith(("https://shop.example", "http://shop.example")),
}

print(f"{'':34}", *(f"{name:>10}" for name in CHECKS))
for url in (
    "https://shop.example/",
    "https://de.shop.example/",
    "https://bookshop.example/",
    "https://shop.example.evil.example/",
    "https://shop.example@evil.example/",
):
    answers = ("accepted" if check(url, urlsplit(url).hostname) else "refused" for check in CHECKS.values())
    print(f"{url:34}", *(f"{answer:>10}" for answer in answers))
