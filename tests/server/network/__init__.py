"""What becomes of processes whose network is cut; `tests/server/test_network_cut.py` makes the network."""
