"""An answer nested a hundred thousand times."""

say(b'{"id": "0", "returned": ' + b"[" * 100_000 + b"]" * 100_000 + b"}")
