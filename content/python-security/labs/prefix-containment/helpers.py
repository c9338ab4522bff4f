"""What tests and attacks share."""

STAFF = ("pages-staff/", "releases/7-staff/", "settings.toml", "backup/")


def word(rng):
    return "".join(rng.choices("bcdfghklmnprtvwz", k=10))


def show(box, name):
    return box.run("website.py", "show", name)


def put(box, name, text):
    return box.run("website.py", "put", name, stdin=text)


def publish(box, name, public_name):
    return box.run("website.py", "publish", name, public_name)


def published(box, name):
    """Return what the public website has under a name: public is a link to this release."""
    return box.read(f"releases/7/{name}")


def files_of_the_staff(box):
    return {path: box.read(path) for path in box.files() if path.startswith(STAFF)}


def brought_out(box, name, public_name):
    """Ask for a file in both ways that there are, and return all that came back."""
    shown, copied = show(box, name), publish(box, name, public_name)
    return b"\n".join((shown.out, shown.err, copied.out, copied.err, published(box, public_name) or b""))


def strays(box, text):
    """Return the files outside of both folders that contain a text."""
    inside = ("pages/", "releases/7/")
    return [path for path in box.files() if not path.startswith(inside) and text in (box.read(path) or b"")]
