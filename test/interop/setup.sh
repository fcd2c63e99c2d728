#!/bin/sh
# The peers of test/interop/ and test/browser/: Debian's kcat, Chromium and Avro for Python, and a Python with the rest in
# .services/python, made once. Installs packages where CI=true, else says which are missing.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)

missing=''
need() { command -v "$1" >/dev/null || missing="$missing $2"; }
need kcat kcat
need openssl openssl
[ -n "${CHROMIUM:-}" ] || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || need chromium chromium
python3 -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3 python3-venv"
/usr/bin/python3 -c 'import avro' 2>/dev/null || missing="$missing python3-avro"

if [ -n "$missing" ]; then
  as_root=$([ "$(id -u)" = 0 ] || echo sudo)
  if [ "${CI:-}" != true ]; then
    echo "missing:$missing. Install them: $as_root apt-get install$missing" >&2
    exit 1
  fi
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086
  $as_root apt-get update -qq && $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

[ -x "$root/.services/python/bin/pip" ] || python3 -m venv "$root/.services/python"
"$root/.services/python/bin/pip" install --quiet --disable-pip-version-check -r "$root/test/interop/requirements.txt"
