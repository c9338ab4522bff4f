"""The payment page of a shop: two scripts, a form, and the headers of the response."""

import base64
import hashlib

GOOD = b"document.forms.pay.onsubmit = pay;\n"
POISONED = GOOD + b"document.forms.pay.addEventListener('submit', copyToAttacker);\n"


def integrity(script: bytes) -> str:
    """Return what the attribute `integrity` of a script tag holds."""
    return "sha384-" + base64.b64encode(hashlib.sha384(script).digest()).decode()


def browser_runs(tag: str, script: bytes) -> bool:
    """Decide as a browser does: a tag with the attribute runs the script only if the hash is the same."""
    return "integrity=" not in tag or integrity(script) in tag


if __name__ == "__main__":
    print("good    ", integrity(GOOD)[:26], "…")
    print("poisoned", integrity(POISONED)[:26], "…")
