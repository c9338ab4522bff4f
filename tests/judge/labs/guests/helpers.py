"""What tests and attacks ask of the guest book."""


def entries(box, number):
    """Ask for the entries with a number."""
    return box.http.get("/entry", params={"number": number})
