"""What a file of a malicious package often looks like: one long line. This one only prints."""

import base64

exec(base64.b64decode("cHJpbnQoInRoaXMgY291bGQgaGF2ZSBiZWVuIGFueXRoaW5nIik="))
