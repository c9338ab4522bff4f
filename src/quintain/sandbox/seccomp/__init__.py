"""The system call filter: policy as data, tables of numbers, and the compiler that joins them."""

from quintain.sandbox.seccomp.compiler import ARCHITECTURES, compile_filter, compile_log_filter

__all__ = ["ARCHITECTURES", "compile_filter", "compile_log_filter"]
