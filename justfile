# Shortcuts for people who work on Quintain itself; `just` lists them.

default:
    @just --list

# Everything that CI checks.
check:
    ./quintain test

# Style, format, import directions, types and the front end, without the other tests.
lint:
    uv run --no-sync quintain test --gates

# Check what a commit changes, by a Git hook.
hooks:
    uv run --no-sync prek install

# Format and sort what can be.
format:
    uv run --no-sync ruff format
    uv run --no-sync djade $(git ls-files 'src/**/*.html')
    uv run --no-sync ruff check --fix
    uv run --no-sync python -m quintain.cli.frontend format

# Renew requirements.txt and the constraints after editing pyproject.toml.
lock:
    uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-header --no-annotate --python-version 3.13 -o requirements.txt
    uv run --no-sync python tools/constraints.py
