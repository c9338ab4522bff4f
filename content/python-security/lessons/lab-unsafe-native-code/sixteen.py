"""An administrator whose name has sixteen bytes."""

import ctypes

from overflow import Member, libc

member = Member(is_admin=1, pages=20)
print("before: admin:", member.is_admin != 0)
libc.strcpy(ctypes.addressof(member), b"a" * 16)
print("after:  admin:", member.is_admin != 0)
