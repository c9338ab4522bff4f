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
    uv run --no-sync djade --check $(git ls-files 'src/**/*.html')
    uv run --no-sync deptry src
    uv run --no-sync codespell --toml tools/prose/codespell.toml README.md CONTRIBUTING.md SECURITY.md changelog.d content docs src

# Run `just lint` before each commit, by a Git hook.
hooks:
    uv run --no-sync prek install

# Format and sort what can be.
format:
    uv run --no-sync ruff format
    uv run --no-sync djade $(git ls-files 'src/**/*.html')
    uv run --no-sync ruff check --fix

# Renew requirements.txt and the constraints after editing pyproject.toml.
lock:
    uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-header --no-annotate --python-version 3.13 -o requirements.txt
    uv run --no-sync python tools/constraints.py
