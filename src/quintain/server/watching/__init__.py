"""What those see who watch a server: whether it lives and is ready, and figures for Prometheus, at a port of its own.

Nothing imports `metrics` and `collectors`, which need the extra ``grown``, where no port was asked for.
"""
