#!/bin/sh
# Installs the official readers of the formats that a run is written in, in pinned versions, from the package sources
# this machine is set up with, and shows them a run that ended in every way there is, and the runs that are named:
#   tests/formats/official.sh FOLDER [RUN ...]
# Node 20 with npm is needed for CTRF, Cucumber and SARIF, pip for the JUnit schema of pytest, Chromium for the counts.
set -u
FOLDER=${1:?"Name the folder to install in."}
shift
PY=${PY:-.venv/bin/python}
mkdir -p "$FOLDER" || exit 2
cp tests/formats/official.mjs "$FOLDER/official.mjs" || exit 2
(
  cd "$FOLDER" || exit 2
  [ -f package.json ] || echo '{"private": true}' > package.json
  npm install --silent --no-audit --no-fund --ignore-scripts ctrf@0.3.0 @cucumber/messages@34.2.1 \
    @cucumber/html-formatter@24.2.0 @microsoft/sarif-multitool-linux@5.7.0 ajv@8 ajv-formats@3 \
    || echo "CTRF, Cucumber and SARIF are left out: npm could not install them."
  [ -f junit-10.xsd ] || {
    python3 -m venv pip && pip/bin/pip download --quiet --no-deps --no-binary :all: -d . pytest==9.1.0 \
      && tar xzf pytest-9.1.0.tar.gz --strip-components=3 pytest-9.1.0/testing/example_scripts/junit-10.xsd
  } || echo "JUnit is left out: pip could not fetch the sources of pytest."
) || exit 2
exec "$PY" -m tests.formats.official "$FOLDER" "$@"
