#!/bin/sh
# The Python that tests of test/interop/ run their peers with: .services/python, made once.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
python3 -m venv "$root/.services/python"
"$root/.services/python/bin/pip" install --quiet --disable-pip-version-check -r "$root/test/interop/requirements.txt"
