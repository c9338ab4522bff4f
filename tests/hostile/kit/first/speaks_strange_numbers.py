"""Numbers that readers of JSON disagree about, and half a character."""

say(b'{"id": NaN}')
say(b'{"id": 1e999}')
say(b'{"id": ' + b"9" * 5000 + b"}")
say(b'{"id": "\\ud800"}')
