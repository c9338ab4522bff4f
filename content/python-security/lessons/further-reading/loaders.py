"""A YAML file that names a value of the program, read by two loaders of PyYAML."""

import yaml

SECRET = "4711"
TEXT = f"code: !!python/name:{__name__}.SECRET"

for loader in yaml.FullLoader, yaml.SafeLoader:
    try:
        print(f"{loader.__name__:12}{yaml.load(TEXT, Loader=loader)}")
    except yaml.YAMLError as error:
        print(f"{loader.__name__:12}{type(error).__name__}")
