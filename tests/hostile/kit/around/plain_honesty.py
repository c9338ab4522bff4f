"""No forgery at all: whatever stands around the starter passes everything on, so the starter's verdict must come.

verdicts: still-open
"""


def around(honest, texts):
    return change(honest(), lambda text: text)
