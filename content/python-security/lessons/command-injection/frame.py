"""Put frames around pictures. This stand-in only prints what it has understood."""

import argparse
import json
import sys

parser = argparse.ArgumentParser()
parser.add_argument("--width", type=int, default=10)
parser.add_argument("--output", default="frames/")
parser.add_argument("pictures", nargs="*")

if __name__ == "__main__":
    print(json.dumps({"argv": sys.argv[1:], **vars(parser.parse_args())}))
