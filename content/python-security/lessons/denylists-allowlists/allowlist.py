"""A check of a URL that names what is good."""

from urllib.parse import urlsplit

ALLOWED = {("https", "news.example", None)}


def may_fetch(url):
    parts = urlsplit(url)
    return (parts.scheme, parts.hostname, parts.port) in ALLOWED


if __name__ == "__main__":
    for url in ("https://news.example/today", "file:///x", "URL:file:///x", "http://127.0.0.1/", "http://0.0.0.0/"):
        print(f"{url:27} {'fetch' if may_fetch(url) else 'refuse'}")
