"""A C library asks Python whether a connection may go on; 0 means yes. The check raises an exception."""

import cffi

ffi = cffi.FFI()
reports = []


def check(number):
    raise PermissionError("this host is not allowed")


def report(kind, error, traceback):
    reports.append(kind.__name__)


default = ffi.callback("int(int)", check, onerror=report)
refusing = ffi.callback("int(int)", check, error=1, onerror=report)
print("C gets:", default(7))
print("with error=1, C gets:", refusing(7))
print("only reported:", reports)
