# Shortcuts for people who work on Quintain itself; `just` lists them.

default:
    @just --list

# Everything that CI checks.
check:
    ./quintain test

# Style, format, import directions and types, without the tests.
lint:
    uv run --no-sync ruff check
    uv run --no-sync ruff format --check
    uv run --no-sync lint-imports
    uv run --no-sync mypy

# Format and sort what can be.
format:
    uv run --no-sync ruff format
    uv run --no-sync ruff check --fix

# Renew requirements.txt and the constraints after editing pyproject.toml.
lock:
    uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-header --no-annotate --python-version 3.13 -o requirements.txt
    uv run --no-sync python tools/constraints.py
