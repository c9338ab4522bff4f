"""Compare the scripts that customers get with those of the release."""

import hashlib

RELEASE = {
    "modernizr.js": "window.Modernizr = function () { return {}; }();\n",
    "booking.js": "document.forms.pay.onsubmit = pay;\n",
}
SERVED = RELEASE | {
    "modernizr.js": RELEASE["modernizr.js"] + "document.forms.pay.addEventListener('mouseup', copy);\n",
}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


for name in RELEASE:
    same = digest(RELEASE[name]) == digest(SERVED[name])
    print(f"{name:<14}{'as released' if same else 'CHANGED, raise the alarm'}")
