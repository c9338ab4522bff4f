"""A thousand answers wait before the first question."""

say(b'{"id": "0", "returned": true, "port": 80}', 1000)
