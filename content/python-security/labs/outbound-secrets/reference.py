"""Asks for the state of a parcel; the URL with the key is in the log."""

from urllib.parse import unquote

from target import read, run

print(run("machine.py", "track", "123456"))
print(unquote((read("parcels.log") or b"").decode()))
