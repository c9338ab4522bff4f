"""Tests of quintain.pacing."""
