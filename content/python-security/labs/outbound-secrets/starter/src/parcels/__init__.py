"""Orders parcels from a carrier and prints their labels."""
