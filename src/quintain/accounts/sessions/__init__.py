"""Sessions: where they are kept, what moves their end, and what ends with them."""
