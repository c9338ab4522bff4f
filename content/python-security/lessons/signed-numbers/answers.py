"""What two of the questions ask."""

import io
import json
import struct

if __name__ == "__main__":
    print(struct.unpack("b", b"\xfe"), struct.unpack("B", b"\xfe"))
    print(len(io.BytesIO(bytes(300)).read(-1)))
    try:
        json.JSONDecoder().raw_decode("[1, 2, 3]", -1)
    except ValueError as error:
        print(error)
