"""The parcel station: who waits for a parcel, by which code it opens, and who may collect for whom."""

RESIDENTS = {
    "${victim}": "${victim_password}",
    "Zoë O'${friend} & Sons": "${friend_password}",
    "${thief}": "${thief_password}",
}
CODES = {"${victim}": "${code}", "Zoë O'${friend} & Sons": "${friend_code}", "${thief}": "${thief_code}"}
COLLECTORS = {"${victim}": ["Zoë O'${friend} & Sons"]}


def knows(name, password):
    """Tell whether this is the resident's password."""
    return name in RESIDENTS and RESIDENTS[name] == password


def collectors(name):
    """Return who may collect for a resident."""
    return COLLECTORS.setdefault(name, [])


def codes(name):
    """Return the codes that a resident may see: their own, and of those for whom they may collect."""
    return {owner: code for owner, code in CODES.items() if owner == name or name in collectors(owner)}


class MethodOverride:
    """Lets a form say PUT or DELETE, in its query: a browser's forms know only GET and POST."""

    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start):
        for method in ("POST", "PUT", "DELETE"):
            if f"_method={method}" in environ.get("QUERY_STRING", "").split("&"):
                environ["REQUEST_METHOD"] = method
        return self.app(environ, start)
