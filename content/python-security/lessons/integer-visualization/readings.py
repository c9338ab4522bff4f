"""The same eight bits, read in two ways."""

import struct

for bits in (0b0000_0001, 0b0111_1111, 0b1000_0000, 0b1111_1111):
    raw = bytes([bits])
    (unsigned,), (signed,) = struct.unpack("B", raw), struct.unpack("b", raw)
    print(f"{bits:08b}  unsigned {unsigned:3}  signed {signed:4}")
