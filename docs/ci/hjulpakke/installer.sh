#!/bin/sh
# Installerer testbenken fra denne mappen, uten nett.
cd "$(dirname "$0")" || exit 2
command -v python3 >/dev/null || { echo "Python finnes ikke på maskinen. Be IT om Python, i en av utgavene som LES-MEG.txt nevner." >&2; exit 2; }
exec python3 installer.py "$@"
