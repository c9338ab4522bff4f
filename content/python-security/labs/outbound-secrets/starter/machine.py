"""Plays a machine of the company: runs the program there, and plays the carrier's service meanwhile.

machine.py [OPTION...] order NAME TOWN GRAMS     run src/parcels with the key in secrets/carrier.key
machine.py [OPTION...] build                     run build.py

--built            run dist/parcels.pyz in place of src
--env              give the key in CARRIER_KEY, and not as a file
--no-key           give no key
--lost-key         name a file that is missing
--down, --busy     the carrier cannot be reached, or answers 503
--garbled          the carrier answers in no JSON
--silent           the carrier answers in no HTTP
--moved            the carrier answers every GET with a redirect to the storage
--status CODE      ... with this status in place of 302
--storage ADDRESS  the storage has this address in place of 127.0.0.2; 127.0.0.1:9090 is on another port

Several commands have the word "then" between them, each with its own options. In the later ones, @ is the number of
the last order. With --json as the first word, the output is a list: status, output and errors of each command.

The carrier has the address 127.0.0.1. What it hears is in carrier/heard.txt, and what it accepts in
carrier/accepted.txt. What the storage hears is in storage/heard.txt. Both are behind a proxy, which writes the address
of every request to proxy.log.
"""

import dataclasses  # noqa: F401  what the program needs is loaded once, and not in each run
import hashlib
import json
import logging  # noqa: F401
import os
import runpy
import selectors
import socket
import subprocess  # noqa: F401
import sys
import urllib.request  # noqa: F401
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import parse_qs, urlsplit

PORT = 8080
CLOSED_PORT = 8081  # nobody listens here
KEY_OF_2023 = "c0e37e7d0c62b80ccc95e05413bfaeb7"  # the first half of its SHA-256; nobody has revoked it


def append(path, text):
    Path(path).parent.mkdir(exist_ok=True)
    with open(path, "a") as file:
        file.write(text)


class Request:
    """A request, as it came over a connection."""

    def __init__(self, connection):
        with connection.makefile("rb") as stream:
            self.lines = [stream.readline().decode("latin-1").strip()]
            while line := stream.readline().decode("latin-1").strip():
                self.lines.append(line)
            self.headers = {name.lower(): value.strip() for name, _, value in (x.partition(":") for x in self.lines[1:])}
            self.body = stream.read(int(self.headers.get("content-length", 0))).decode()
        self.method, self.target, *_ = [*self.lines[0].split(), "", ""]
        self.path = urlsplit(self.target).path


def storage(request, options):
    parcel = json.loads(Path("carrier/parcels.json").read_text()).get(request.path.rpartition("/")[2])
    if parcel is None:
        return 404, "no such label", ""
    return 200, "LABEL {number}\n{name}\n{town}\n{grams} g\n".format(**parcel), ""


def account_of(request):
    """Return the name of the account that the key of a request belongs to."""
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    query = parse_qs(urlsplit(request.target).query)
    key = request.headers.get("x-api-key") or token or query.get("key", [""])[0]
    if hashlib.sha256(key.encode()).hexdigest().startswith(KEY_OF_2023):
        return "2023"
    accounts = json.loads(Path("carrier/accounts.json").read_text())
    return next((name for name, known in accounts.items() if known == key), None)


def carrier(request, options):
    if "--silent" in options:
        return None
    account = account_of(request)
    if account:
        append("carrier/accepted.txt", f"{account} {request.method} {request.path}\n")
    if "--busy" in options:
        return 503, "busy", ""
    if account is None:
        return 401, "who are you?", ""
    if "--garbled" in options:
        return 200, "<p>It works!</p>", ""
    store = Path("carrier/parcels.json")
    parcels = json.loads(store.read_text()) if store.exists() else {}
    parts = [*request.path.split("/")[1:], "", "", ""]
    number = parts[2]
    match request.method, parts[1], parts[3]:
        case "POST", "parcels", "":
            number = str(100_000 + int.from_bytes(os.urandom(4)) % 900_000)
            parcels[number] = {"number": number, **json.loads(request.body)}
            store.write_text(json.dumps(parcels))
            return 200, json.dumps({"number": number}), ""
        case "POST", "days", "close":
            return 200, json.dumps({"day": number, "parcels": len(parcels)}), ""
        case "GET", "parcels", what if "--moved" in options or (what == "label" and number in parcels):
            return int(options["--status"]), "", "http://{}:{}/labels/{}".format(*place(options["--storage"]), number)
        case "GET", "parcels", "state" if number in parcels:
            return 200, json.dumps({"state": f"ordered, {parcels[number]['grams']} g"}), ""
    return 404, "no such parcel", ""


def place(address):
    """Return host and port of an address."""
    host, _, port = address.partition(":")
    return host, int(port or PORT)


def answer(connection, address, options):
    """Answer one request, and write down what was heard."""
    request = Request(connection)
    host, port = address
    name, service = ("carrier", carrier) if address == place("127.0.0.1") else ("storage", storage)
    append("proxy.log", f"{request.method} http://{host}:{port}{request.target}\n")
    append(f"{name}/heard.txt", "\n".join(request.lines) + f"\n\n{request.body}\n\n")
    answered = service(request, options)
    if answered is None:
        connection.sendall(b"220 mail.example ESMTP ready\r\n")
        return
    status, text, location = answered
    headers = f"Content-Length: {len(text.encode())}\r\nConnection: close\r\n"
    if location:
        headers += f"Location: {location}\r\n"
    connection.sendall(f"HTTP/1.1 {status} -\r\n{headers}\r\n{text}".encode())


def serve(listeners, line, options):
    """Be carrier and storage until the other end of the line is closed."""
    with selectors.DefaultSelector() as waiting:
        for each in (*listeners, line):
            waiting.register(each, selectors.EVENT_READ)
        while True:
            for key, _ in waiting.select():
                if key.fileobj is line:
                    return
                connection, _ = key.fileobj.accept()
                with connection:
                    connection.settimeout(5)
                    try:
                        answer(connection, key.fileobj.getsockname(), options)
                    except OSError:
                        pass  # the program has hung up


def be_program(words, options):
    """Be the program, with what the platform gives it."""
    os.environ["CARRIER_URL"] = f"http://127.0.0.1:{CLOSED_PORT if '--down' in options else PORT}"
    key = Path("secrets/carrier.key").absolute()
    if "--env" in options:
        os.environ["CARRIER_KEY"] = key.read_text().strip()
    elif "--lost-key" in options:
        os.environ["CARRIER_KEY_FILE"] = str(key.with_name("lost.key"))
    elif "--no-key" not in options:
        os.environ["CARRIER_KEY_FILE"] = str(key)
    sys.dont_write_bytecode = False
    sys.argv[:] = ["parcels", *words]
    if words == ["build"]:
        runpy.run_path("build.py", run_name="__main__")
    elif "--built" in options:
        runpy.run_path("dist/parcels.pyz", run_name="__main__")
    else:
        sys.path.insert(0, str(Path("src").absolute()))
        runpy.run_module("parcels.cli", run_name="__main__")
    sys.exit()


def split(words):
    """Return the options and the words of one command."""
    options = {"--storage": "127.0.0.2", "--status": "302"}
    while words and words[0].startswith("--"):
        option = words.pop(0)
        options[option] = words.pop(0) if option in options else ""
    return options, words


def run(listeners, command, options):
    """Run one command while carrier and storage answer; return its status, output and errors."""
    ours, theirs = socket.socketpair()
    with TemporaryFile() as out, TemporaryFile() as err:
        program = os.fork()
        if program == 0:
            for each in (ours, *listeners):
                each.close()
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            be_program(command, options)
        theirs.close()
        with ours:
            serve(listeners, ours, options)
        code = os.waitstatus_to_exitcode(os.waitpid(program, 0)[1])
        out.seek(0)
        err.seek(0)
        return code, out.read().decode(errors="replace"), err.read().decode(errors="replace")


def main(words):
    as_json = words[:1] == ["--json"]
    groups = groupby(words[as_json:], lambda word: word == "then")
    commands = [split(list(group)) for is_then, group in groups if not is_then] or [split([])]
    addresses = {"127.0.0.1", *(options["--storage"] for options, _ in commands)}
    listeners = [socket.create_server(place(address)) for address in sorted(addresses)]
    results, number = [], "0"
    for options, command in commands:
        code, out, err = run(listeners, [number if word == "@" else word for word in command], options)
        results.append((code, out, err))
        if command[:1] == ["order"] and code == 0:
            number = (out.split() + ["", "0"])[1]
    if as_json:
        print(json.dumps(results))
        return 0
    for _, out, err in results:
        sys.stdout.write(out)
        sys.stderr.write(err)
    return results[-1][0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
