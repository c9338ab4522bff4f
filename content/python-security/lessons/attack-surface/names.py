"""Is HTTP_PROXY a setting of the operator, or a header that a client sent?"""

import os
from urllib.request import getproxies_environment

os.environ.clear()
os.environ["HTTP_PROXY"] = "http://evil.example"
print("a program      ", getproxies_environment())
os.environ["REQUEST_METHOD"] = "GET"
print("a CGI program  ", getproxies_environment())
