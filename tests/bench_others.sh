#!/bin/sh
# Installs what `make bench` stands beside, in pinned versions, from the package sources this machine is set up with:
#   tests/bench_others.sh FOLDER && python -m tests.bench_services --others FOLDER
#   python -m tests.bench_others_reports --others FOLDER
# Node with npm is needed for mountebank, Prism, Cucumber's page and Allure, Maven and Java for WireMock; what is missing
# is left out.
set -u
FOLDER=${1:?"Name the folder to install in."}
mkdir -p "$FOLDER" && cd "$FOLDER" || exit 2

echo '{"private": true}' > package.json
npm install --no-audit --no-fund --ignore-scripts mountebank@2.9.1 @stoplight/prism-cli@5.16.0 \
  @cucumber/cucumber@12.9.0 oauth2-mock-server@8.2.3 \
  || echo "mountebank, Prism, cucumber-js and oauth2-mock-server are left out: npm could not install them."
npm install --no-audit --no-fund --ignore-scripts @cucumber/messages@34.2.1 @cucumber/html-formatter@24.2.0 \
  allure@3.18.0 \
  || echo "Cucumber's page and Allure are left out: npm could not install them."
{ python3 -m venv reports \
  && reports/bin/pip install --quiet pytest==9.1.0 pytest-bdd==9.0.1 pytest-html==4.2.0 allure-pytest-bdd==2.16.2; } \
  || echo "pytest-html and Allure are left out: pip could not install them."
{ python3 -m venv moto && moto/bin/pip install --quiet 'moto[server]==5.2.5'; } \
  || echo "moto is left out: pip could not install it."
{ python3 -m venv behave && behave/bin/pip install --quiet behave==1.3.3; } \
  || echo "behave is left out: pip could not install it."
mvn -q dependency:copy -Dartifact=org.wiremock:wiremock-standalone:3.13.2 -DoutputDirectory="$PWD" \
  || echo "WireMock is left out: Maven could not fetch it."
