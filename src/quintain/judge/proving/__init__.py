"""Proves labs: their matrix, traps that nothing may prove, attacks that never succeed, many seeds, and mutants."""
