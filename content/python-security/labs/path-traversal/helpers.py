"""What tests and attacks share."""


def is_refused(answer):
    """Whether an answer turns somebody away. With which status of an error, and in which words, a fix may decide."""
    return 400 <= answer.status_code < 500


def fetch(client, name):
    return client.get("/documents", params={"name": name})


def send(client, case, content, filename="letter.txt", title=""):
    return client.post("/statements", data={"case": case, "title": title}, files={"file": (filename, content)})


def read(client, key, case, name):
    return client.get("/statements/read", params={"case": case, "name": name}, headers={"X-Staff-Key": key})


def word(rng):
    return "".join(rng.choices("bcdfghklmnprtvwz", k=10))
