"""A length of -1 passes the check, and the note becomes everything that follows in the batch."""

import struct

from target import call

JO = "3141592"

call("office:send", JO, b"N" + struct.pack("<i", -1))
call("office:morning")
print(call("office:account", JO))
