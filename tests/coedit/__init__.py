"""Tests of quintain.coedit."""
