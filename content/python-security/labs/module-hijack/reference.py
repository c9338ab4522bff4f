"""A file of the parcel is called like the module that the desk wants to use."""

from target import run

run("desk.py", "receive", "parcel", "json.py", stdin="print(open('../../localities.txt').read())")
print(run("desk.py", "check", "parcel").out)
