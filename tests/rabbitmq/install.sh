#!/bin/sh
# Debian's RabbitMQ, and what the extra amqp is compiled with, where they are absent. No service of the system is started.
set -eu

missing=""
need() { # package, and how to see that it is there
  package=$1
  shift
  "$@" >/dev/null 2>&1 || missing="$missing $package"
}
PATH="$PATH:/usr/sbin"
need rabbitmq-server command -v rabbitmq-server
need gcc command -v gcc
need libc6-dev test -e /usr/include/stdlib.h
need libssl-dev test -e /usr/include/openssl/ssl.h
need pkg-config command -v pkg-config
need python3-dev sh -c 'test -e "$(${PY:-python3} -c "import sysconfig; print(sysconfig.get_path(\"include\"))")/Python.h"'
[ -n "$missing" ] || exit 0

command -v apt-get >/dev/null || {
  echo "Missing:$missing. Install them by your system's package manager, and try again." >&2
  exit 2
}
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# Packages ask this file whether they may start what they bring.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'as_root rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
  as_root chmod 755 "$policy"
fi
as_root apt-get update -qq
# shellcheck disable=SC2086  # a list of words
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
