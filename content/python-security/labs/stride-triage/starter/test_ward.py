"""What the ward counts on. Run it with pytest, in a folder of its own."""

from werkzeug.security import generate_password_hash

import ward

PASSWORD = "three gulls on a pier"
HTTPS = {"base_url": "https://ward.example"}


def visitor(name, role):
    """Return a browser in which somebody is signed in."""
    ward.db.execute("INSERT OR REPLACE INTO staff VALUES (?, ?, ?)", (name, generate_password_hash(PASSWORD), role))
    client = ward.app.test_client()
    answer = client.post("/login", data={"name": name, "password": PASSWORD}, **HTTPS)
    assert answer.status_code == 200
    return client


def test_a_note_is_read_by_the_next_shift():
    early, late = visitor("ines", "nurse"), visitor("tom", "nurse")
    number = early.post("/notes", data={"room": "12", "text": "Sleeps badly."}, **HTTPS).json["note"]
    assert [number, "12", "ines", "Sleeps badly."] in late.get("/notes", **HTTPS).json["notes"]


def test_the_head_takes_a_note_out():
    nurse, head = visitor("ines", "nurse"), visitor("ada", "head")
    number = nurse.post("/notes", data={"room": "12", "text": "Wrong room."}, **HTTPS).json["note"]
    assert nurse.post(f"/notes/{number}/delete", **HTTPS).status_code == 403
    assert head.post(f"/notes/{number}/delete", **HTTPS).status_code == 200
    assert number not in [note[0] for note in head.get("/notes", **HTTPS).json["notes"]]


def test_strangers_read_nothing():
    assert ward.app.test_client().get("/notes", **HTTPS).status_code == 401
