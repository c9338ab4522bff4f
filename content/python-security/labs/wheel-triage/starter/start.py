"""Does what Python does at each start: the packages of site/, lines of .pth files, sitecustomize, usercustomize."""

import site
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path

SITE = str(Path(__file__).with_name("site"))

site.addsitedir(SITE)
for name in ("sitecustomize", "usercustomize"):
    found = PathFinder.find_spec(name, [SITE])
    if found:
        found.loader.exec_module(module_from_spec(found))
