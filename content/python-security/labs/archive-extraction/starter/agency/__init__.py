"""Offers for translations: customers send their documents as an archive."""
