"""A check of a URL that names what is bad."""

from urllib.parse import urlsplit

DENIED_SCHEMES = {"file", "ftp", "data"}
DENIED_HOSTS = {"localhost", "127.0.0.1", "::1"}


def may_fetch(url):
    parts = urlsplit(url)
    return parts.scheme not in DENIED_SCHEMES and parts.hostname not in DENIED_HOSTS


if __name__ == "__main__":
    for url in ("https://news.example/today", "file:///x", "URL:file:///x", "http://127.0.0.1/", "http://0.0.0.0/"):
        print(f"{url:27} {'fetch' if may_fetch(url) else 'refuse'}")
