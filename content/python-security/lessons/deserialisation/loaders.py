"""Four YAML documents, read by three loaders of PyYAML."""

import yaml

DOCUMENTS = ("count: 2", "!!python/name:os.sep", "!!python/object/apply:os.getcwd []", "!!python/tuple [1, 2]")


def outcome(text: str, loader: type) -> str:
    try:
        value = yaml.load(text, Loader=loader)
    except yaml.YAMLError:
        return "refused"
    return "code ran" if "apply" in text else str(value)


if __name__ == "__main__":
    loaders = (yaml.Loader, yaml.FullLoader, yaml.SafeLoader)
    print(f"{'':36}" + "".join(f"{loader.__name__:13}" for loader in loaders).rstrip())
    for text in DOCUMENTS:
        print(f"{text:36}" + "".join(f"{outcome(text, loader):13}" for loader in loaders).rstrip())
