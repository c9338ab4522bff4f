"""What the service has from its start: settings, an open register, and the licence of the scan library."""

import ctypes
import os
from pathlib import Path

HERE = Path(__file__).parent
REGISTER = 40  # the backup program, which the service starts at night, reads the register from this descriptor


def load_settings():
    """Put the settings of service.env into the environment."""
    for line in (HERE / "service.env").read_text().splitlines():
        name, _, value = line.partition("=")
        os.environ[name] = value


def open_register():
    """Open the register of donors, so that programs which the service starts inherit it."""
    file = os.open(HERE / "register.txt", os.O_RDONLY)
    os.dup2(file, REGISTER, inheritable=True)
    os.close(file)


def set_licence():
    """Give the scan library its licence. It needs one for writing, and none for reading."""
    library = ctypes.CDLL(str(HERE / "libscan.so"))
    library.scan_licence(ctypes.c_char_p((HERE / "licence.txt").read_bytes().strip()))


load_settings()
open_register()
set_licence()
