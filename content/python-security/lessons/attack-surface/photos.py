"""A shop prints photos. One order is placed, and nine things are decided for it."""

import io
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urlencode

ADDRESS = "https://photos.example"
CENTS = {"a4": 450, "a3": 900}
COPIES = {str(count): count for count in range(1, 100)}
PAGES = {"/orders/new": "new.html", "/orders/old": "old.html"}
SESSIONS = {"nV4s0cYFhV1kXb7pTq2mRz8LdJw5GuE3": "zoe"}


def trusting(environ: dict, members: dict) -> dict[str, object]:
    query, form, cookies = parse(environ)
    member = members[SESSIONS[cookies["session"].value]]
    return {
        "paper": query["size"],
        "total": int(form["copies"]) * int(form["price"]),
        "page": environ["PATH_INFO"].removeprefix("/orders/") + ".html",
        "saved as": "photos/" + form["file"],
        "staff": cookies["role"].value == "staff",
        "reset link": f"https://{environ['HTTP_HOST']}/r/7",
        "login limit": environ["HTTP_X_FORWARDED_FOR"].split(",")[0],
        "log line": f"order by {environ['HTTP_USER_AGENT']}",
        "mail": f"Subject: {member['greeting']}",
    }


def careful(environ: dict, members: dict) -> dict[str, object]:
    query, form, cookies = parse(environ)
    member = members[SESSIONS[cookies["session"].value]]
    return {
        "paper": {size: size for size in CENTS}[query["size"]],
        "total": COPIES[form["copies"]] * CENTS[query["size"]],
        "page": PAGES[environ["PATH_INFO"]],
        "saved as": "photos/000017",
        "staff": member["staff"],
        "reset link": f"{ADDRESS}/r/7",
        "login limit": environ["REMOTE_ADDR"],
        "log line": f"order by {environ['HTTP_USER_AGENT']!r}",
        "mail": f"Subject: {' '.join(member['greeting'].split())}",
    }


def parse(environ: dict) -> tuple[dict, dict, SimpleCookie]:
    query, body = environ["QUERY_STRING"], environ["wsgi.input"].getvalue().decode()
    return dict(parse_qsl(query)), dict(parse_qsl(body)), SimpleCookie(environ["HTTP_COOKIE"])


HONEST = {
    "choice: size": "a4",
    "field: copies": "2",
    "path": "/orders/new",
    "hidden: price": "450",
    "file's name": "cat.png",
    "cookie: role": "guest",
    "Host": "photos.example",
    "X-Forwarded-For": "198.51.100.7",
    "User-Agent": "Browser/1",
    "stored greeting": "Dear Zoe",
}
FORGED = {
    "choice: size": "../a4",
    "field: copies": "-2",
    "path": "/orders/../staff",
    "hidden: price": "1",
    "file's name": "../photos.py",
    "cookie: role": "staff",
    "Host": "evil.example",
    "X-Forwarded-For": "203.0.113.99",
    "User-Agent": "B\x1b[2Kroot signed in",
    "stored greeting": "Hi\nBcc: all@photos.example",
}


def order(shop, **sources: str) -> dict[str, object]:
    """Place an order with these sources, and return what the shop decides, or nothing if it refuses."""
    given = HONEST | sources
    body = {"copies": given["field: copies"], "price": given["hidden: price"], "file": given["file's name"]}
    environ = {
        "PATH_INFO": given["path"],
        "QUERY_STRING": urlencode({"size": given["choice: size"]}),
        "HTTP_COOKIE": f"session={next(iter(SESSIONS))}; role={given['cookie: role']}",
        "HTTP_HOST": given["Host"],
        "HTTP_X_FORWARDED_FOR": given["X-Forwarded-For"],
        "HTTP_USER_AGENT": given["User-Agent"],
        "REMOTE_ADDR": "198.51.100.7",
        "wsgi.input": io.BytesIO(urlencode(body).encode()),
    }
    try:
        return shop(environ, {"zoe": {"greeting": given["stored greeting"], "staff": False}})
    except KeyError:
        return {}


if __name__ == "__main__":
    honest = order(trusting)
    for source, value in FORGED.items():
        forged = order(trusting, **{source: value})
        for name in honest:
            if forged[name] != honest[name]:
                print(f"{source:16}{name:12}{honest[name]!r} → {forged[name]!r}")
