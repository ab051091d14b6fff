#!/bin/sh
# Installerer testbenken fra denne mappen, uten nett, med en Python som pakken har hjul for.
here=$(dirname "$0")
for python in python3 python3.13 python3.12 python3.11; do
  version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
  if grep -qF "\"$version\"" "$here/innhold.json"; then exec "$python" "$here/installer.py" "$@"; fi
done
command -v python3 >/dev/null || { echo "Python finnes ikke på maskinen. Be IT om Python, i en av utgavene som LES-MEG.txt nevner." >&2; exit 2; }
exec python3 "$here/installer.py" "$@"
