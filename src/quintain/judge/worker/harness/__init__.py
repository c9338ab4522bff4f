"""What the judge's own box starts; the sandbox shows this folder in there as ``/box``."""
