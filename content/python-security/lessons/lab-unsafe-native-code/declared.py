"""What ctypes and cffi check of an argument, when the types of the function are declared."""

import ctypes

import cffi

by_ctypes = ctypes.CDLL(None)
by_ctypes.strlen.argtypes, by_ctypes.strlen.restype = [ctypes.c_char_p], ctypes.c_size_t
by_ctypes.abs.argtypes, by_ctypes.abs.restype = [ctypes.c_int], ctypes.c_int

ffi = cffi.FFI()
ffi.cdef("""
    struct member { char name[16]; int is_admin; int pages; };
    size_t strlen(const char *text);
    int abs(int number);
    char *strcpy(char *to, const char *from);
""")
by_cffi = ffi.dlopen(None)


def told(function, value) -> str:
    try:
        return str(function(value))
    except (TypeError, OverflowError, ctypes.ArgumentError) as error:
        return f"{type(error).__name__}"


if __name__ == "__main__":
    print(f"{'':20}{'ctypes':20}cffi")
    for name, value in (("strlen", "zoe"), ("strlen", 4096), ("abs", 2.5), ("abs", 2**32 + 9)):
        answers = told(getattr(by_ctypes, name), value), told(getattr(by_cffi, name), value)
        print(f"{f'{name}({value!r})':20}{answers[0]:20}{answers[1]}")

    member = ffi.new("struct member *")
    try:
        member.name = b"a" * 17
    except IndexError as error:
        print("member.name = …     ", error)
    by_cffi.strcpy(member.name, b"a" * 17)
    print("strcpy              ", "admin:", member.is_admin != 0)
