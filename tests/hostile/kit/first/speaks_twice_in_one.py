"""One frame with every key twice."""

say(b'{"id": "0", "id": "1", "returned": false, "returned": true}')
