"""The page with a hash for the script, and a policy for where data may go."""

from page import GOOD, POISONED, browser_runs, integrity

HEADERS = {
    "Content-Type": "text/html",
    "Content-Security-Policy": "default-src 'self'; form-action 'self'; report-uri /csp",
}
TAG = f'<script src="/static/modernizr.js" integrity="{integrity(GOOD)}"></script>'

for name, script in (("good", GOOD), ("poisoned", POISONED)):
    print(f"{name} script:", "runs" if browser_runs(TAG, script) else "blocked")
print("may send data to:", HEADERS.get("Content-Security-Policy", "any host"))
