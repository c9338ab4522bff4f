"""C keeps an address; Python frees the memory behind it."""

import ctypes


class Job(ctypes.Structure):
    _fields_ = [("file", ctypes.c_void_p)]  # what a C library keeps until the job runs


def submit(name: bytes) -> Job:
    buffer = ctypes.create_string_buffer(name, 16)
    return Job(ctypes.addressof(buffer))


def submit_and_keep(name: bytes) -> Job:
    job = Job()
    job.buffer = ctypes.create_string_buffer(name, 16)
    job.file = ctypes.addressof(job.buffer)
    return job


if __name__ == "__main__":
    for function in (submit, submit_and_keep):
        job = function(b"public.txt")
        other = ctypes.create_string_buffer(b"secret.txt", 16)
        print(f"{function.__name__:16} the job prints", ctypes.string_at(job.file).decode())
