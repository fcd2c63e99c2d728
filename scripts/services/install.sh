#!/bin/sh
# Installs Debian packages as root, without starting or enabling the system services that they bring.
# The one line that differs from plain apt-get: Debian asks policy-rc.d whether a service may start, 101 means no.
set -eu
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' > "$policy"
  chmod +x "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -qq -y -o Dpkg::Use-Pty=0 --no-install-recommends "$@"
if [ -d /run/systemd/system ]; then
  for package in "$@"; do
    case "$package" in rabbitmq-server | redis-server | postgresql) systemctl disable --quiet "$package" ;; esac
  done
fi
