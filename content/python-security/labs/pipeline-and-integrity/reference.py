"""The tests of a pull request print the token backwards, since the log hides what it knows."""

import re

from target import pull_request, show

tests = show("test_site.py") + "\nimport os\nprint('got', os.environ.get('DEPLOY_TOKEN', '')[::-1], 'got')\n"
log = pull_request("New prices", "prices", {"test_site.py": tests})
print(re.search(r"got (\S*) got", log)[1][::-1])
