"""Mutation testing of a lab's attacks: sound fixes are made insecure, one small step at a time, and judged.

A mutant that is still proven shows an attack that the lab lacks, or it is as secure as the fix that it came from.
Operators are functions from a node of the syntax tree to changes of it; ``operators`` lists them. This package needs
libcst, which only authors need: nothing outside imports it but the command ``quintain mutate``.
"""
