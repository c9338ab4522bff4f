"""Four modules of a shop. CVE-2020-14343 is about `full_load` of PyYAML before 5.4."""

MODULES = {
    "reports": """
import yaml

def read(text):
    return yaml.safe_load(text)
""",
    "uploads": """
from yaml import full_load as read_settings

def upload(file):
    return read_settings(file.read())
""",
    "plugins": """
import yaml

def load(text, how="full"):
    return getattr(yaml, f"{how}_load")(text)
""",
    "colours": """
import palettes

def palette(file):
    return palettes.parse(file)
""",
}
CALLS_IT = {"reports": "no", "uploads": "yes", "plugins": "yes", "colours": "yes, in the package palettes"}

if __name__ == "__main__":
    for name, answer in CALLS_IT.items():
        print(f"{name:<9}{answer}")
