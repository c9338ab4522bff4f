"""Source that runs in the box, and nothing secret: the sandbox shows this folder to every suspect as ``/box``."""
