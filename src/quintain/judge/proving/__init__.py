"""Proves labs: their matrix, traps that nothing may prove, attacks that never land, many seeds, and mutants."""
