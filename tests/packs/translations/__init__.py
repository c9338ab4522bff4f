"""Tests of translated packs."""
