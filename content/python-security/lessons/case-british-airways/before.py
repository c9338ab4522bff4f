"""The page without a policy and without hashes."""

from page import GOOD, POISONED, browser_runs

HEADERS = {"Content-Type": "text/html"}
TAG = '<script src="/static/modernizr.js"></script>'

for name, script in (("good", GOOD), ("poisoned", POISONED)):
    print(f"{name} script:", "runs" if browser_runs(TAG, script) else "blocked")
print("may send data to:", HEADERS.get("Content-Security-Policy", "any host"))
