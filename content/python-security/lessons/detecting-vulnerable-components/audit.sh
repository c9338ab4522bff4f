set -e

# Does the scanner work? It must find a package that is known to be vulnerable.
echo "urllib3==2.0.4" > canary.txt
pip-audit -r canary.txt --no-deps --disable-pip > found.txt || true
grep PYSEC-2023-192 found.txt

# Now the environment in which our program runs.
pip-audit --strict --path "$1"
