"""The scans that members upload."""

import scanlib


def describe(data):
    """Return width, height, number of layers and title of a scan; raise an exception if it is not a good one."""
    try:
        return scanlib.read(data)
    except Exception as error:
        raise ValueError("This scan cannot be read.") from error
