"""What three of the questions ask."""

import ctypes

if __name__ == "__main__":
    print(ctypes.c_int8(127 + 127).value)

    class Record(ctypes.Structure):
        _fields_ = (("field", ctypes.c_int16),)

    print(Record(field=70000).field)
    field = (60000).to_bytes(2, "little")
    print(int.from_bytes(field, "little", signed=True), int.from_bytes(field, "little"))
