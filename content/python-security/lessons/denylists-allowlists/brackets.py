"""One URL in angle brackets: what the filter sees, and what urlopen reads."""

from urllib.parse import urlsplit
from urllib.request import urlopen

from filters import Refused, deny_parts

URL = "<FILE:///etc/passwd>"

try:
    deny_parts(URL)
    print("deny_parts lets it through")
except Refused:
    print("deny_parts refuses it")
parts = urlsplit(URL)
print(f"scheme {parts.scheme!r}, host {parts.hostname!r}")
with urlopen(URL) as answer:
    print("urlopen reads the file:", b"root:" in answer.read())
