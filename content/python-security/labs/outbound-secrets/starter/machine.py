"""Plays a machine of the company: runs the program there, and plays the carrier's service meanwhile.

machine.py [OPTION...] order NAME TOWN GRAMS     run src/parcels with the key in secrets/carrier.key

--built            run dist/parcels.pyz in place of src
--env              give the key in CARRIER_KEY, and not as a file
--no-key           give no key
--lost-key         name a file that is missing
--down, --busy     the carrier cannot be reached, or answers 503
--garbled          the carrier answers in no JSON
--silent           the carrier answers in no HTTP
--moved            the carrier answers every GET with a redirect to the storage
--status CODE      ... with this status in place of 302
--storage ADDRESS  the storage has this address in place of 127.0.0.2

The carrier has the address 127.0.0.1. What it hears is in carrier/heard.txt, and what it accepts in
carrier/accepted.txt. What the storage hears is in storage/heard.txt. Both are behind a proxy, which writes the address
of every request to proxy.log.
"""

import hashlib
import json
import os
import random
import runpy
import sys
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingTCPServer
from urllib.parse import parse_qs, urlsplit

PORT = 8080
KEY_OF_2023 = "c0e37e7d0c62b80ccc95e05413bfaeb7"  # the first half of its SHA-256; nobody has revoked it


def append(path, text):
    Path(path).parent.mkdir(exist_ok=True)
    with open(path, "a") as file:
        file.write(text)


class Handler(BaseHTTPRequestHandler):
    """What carrier and storage have in common: they write down what they hear."""

    def do_GET(self):
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        append("proxy.log", f"{self.command} http://{self.server.server_address[0]}{self.path}\n")
        append(f"{self.server.name}/heard.txt", f"{self.requestline}\n{self.headers}{self.body.decode()}\n\n")
        self.answer()

    do_POST = do_GET

    def log_message(self, *_):
        pass

    def send(self, status, text, **headers):
        body = text.encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), "Connection": "close", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Storage(Handler):
    def answer(self):
        parcels = json.loads(Path("carrier/parcels.json").read_text())
        parcel = parcels.get(self.path.rpartition("/")[2])
        if parcel is None:
            self.send(404, "no such label")
        else:
            self.send(200, "LABEL {number}\n{name}\n{town}\n{grams} g\n".format(**parcel))


class Carrier(Handler):
    def account(self):
        """Return the name of the account that the key belongs to."""
        query = parse_qs(urlsplit(self.path).query)
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        key = self.headers.get("X-Api-Key") or token or query.get("key", [""])[0]
        accounts = json.loads(Path("carrier/accounts.json").read_text())
        if hashlib.sha256(key.encode()).hexdigest().startswith(KEY_OF_2023):
            return "2023"
        return next((name for name, known in accounts.items() if known == key), None)

    def answer(self):
        options = self.server.options
        place = urlsplit(self.path).path
        if "--silent" in options:
            self.wfile.write(b"220 mail.example ESMTP ready\r\n")
            return
        account = self.account()
        if account:
            append("carrier/accepted.txt", f"{account} {self.command} {place}\n")
        if "--busy" in options:
            self.send(503, "busy")
        elif account is None:
            self.send(401, "who are you?")
        elif "--garbled" in options:
            self.send(200, "<p>It works!</p>")
        else:
            self.serve(place)

    def serve(self, place):
        store = Path("carrier/parcels.json")
        parcels = json.loads(store.read_text()) if store.exists() else {}
        options = self.server.options
        where = f"http://{options['--storage']}:{PORT}/labels"
        parts = place.split("/")[1:]
        number = parts[2] if len(parts) > 2 else ""
        if self.command == "POST" and parts == ["v1", "parcels"]:
            number = str(random.randrange(10**5, 10**6))
            parcels[number] = {"number": number, **json.loads(self.body)}
            store.write_text(json.dumps(parcels))
            self.send(200, json.dumps({"number": number}))
        elif self.command == "POST" and parts[:2] == ["v1", "days"] and parts[3:] == ["close"]:
            self.send(200, json.dumps({"day": parts[2], "parcels": len(parcels)}))
        elif "--moved" in options or (number in parcels and parts[3:] == ["label"]):
            self.send(int(options["--status"]), "", Location=f"{where}/{number}")
        elif number in parcels and parts[3:] == ["state"]:
            self.send(200, json.dumps({"state": f"ordered, {parcels[number]['grams']} g"}))
        else:
            self.send(404, "no such parcel")


class Server(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 20

    def __init__(self, address, handler, name, options):
        super().__init__((address, PORT), handler)
        self.name, self.options = name, options


def become_program(words, options):
    """Be the program, with what the platform gives it."""
    os.environ["CARRIER_URL"] = f"http://127.0.0.1:{PORT}"
    key = Path("secrets/carrier.key").absolute()
    if "--env" in options:
        os.environ["CARRIER_KEY"] = key.read_text().strip()
    elif "--lost-key" in options:
        os.environ["CARRIER_KEY_FILE"] = str(key.with_name("lost.key"))
    elif "--no-key" not in options:
        os.environ["CARRIER_KEY_FILE"] = str(key)
    sys.dont_write_bytecode = False
    sys.argv[:] = ["parcels", *words]
    if "--built" in options:
        runpy.run_path("dist/parcels.pyz", run_name="__main__")
    else:
        sys.path.insert(0, str(Path("src").absolute()))
        runpy.run_module("parcels.cli", run_name="__main__")
    sys.exit()


def main(words):
    options = {"--storage": "127.0.0.2", "--status": "302"}
    while words and words[0].startswith("--"):
        option = words.pop(0)
        options[option] = words.pop(0) if option in options else ""
    servers = [Server(options["--storage"], Storage, "storage", options)]
    if "--down" not in options:
        servers.append(Server("127.0.0.1", Carrier, "carrier", options))
    program = os.fork()
    if program == 0:
        for server in servers:
            server.server_close()
        become_program(words, options)
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    return os.waitstatus_to_exitcode(os.waitpid(program, 0)[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
