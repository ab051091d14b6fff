#!/usr/bin/env bash
# The acceptance test in a build: installs the test bench, runs it, packs the evidence and asks for the decision.
# The GitHub Action and the GitLab template beside this file run nothing but this. README.md explains every variable.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly here REFUSED=2

say() { printf '%s\n' "$*"; }
refuse() { printf 'Feil: %s\n' "$*" >&2; exit "$REFUSED"; }

# Every variable, and what it is when nobody has set it.
product=${EPJ_PRODUCT:-}
target=${EPJ_TARGET:-}
plan=${EPJ_PLAN:-}
only=${EPJ_ONLY:-}
timeout=${EPJ_TIMEOUT:-}
wheel=${EPJ_WHEEL:-}
out=${EPJ_OUT:-epj-akseptanse}
pack=${EPJ_PACK:-}
key=${EPJ_KEY:-}
full=${EPJ_FULL_PACK:-false}
gate=${EPJ_GATE:-false}
packs=${EPJ_GATE_PACKS:-}
municipality=${EPJ_MUNICIPALITY:-}
version=${EPJ_GATE_VERSION:-}
service=${EPJ_GATE_SERVICE:-}
policy=${EPJ_GATE_POLICY:-}
deviations=${EPJ_GATE_DEVIATIONS:-}

private=$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/epj-ci.XXXXXX")
trap 'rm -rf "$private"' EXIT
export PYTHONIOENCODING=utf-8 PIP_DISABLE_PIP_VERSION_CHECK=1
# An empty EPJ_KEY must not be taken for a file by what is started here.
unset EPJ_KEY
epj=epj
key_file=

yes_or_no() { case $2 in true | false) ;; *) refuse "$1 er «$2». Skriv true eller false." ;; esac; }

must_exist() { if [ -n "$2" ] && [ ! -f "$2" ]; then refuse "$1 peker på $2, som ikke finnes."; fi; }

check_wishes() {
  if [ -n "$product" ] && [ -n "$target" ]; then
    refuse "Både EPJ_PRODUCT ($product) og EPJ_TARGET ($target) er satt. Behold bare den ene."
  fi
  if [ -z "$product" ] && [ -z "$target" ]; then
    refuse "Verken EPJ_PRODUCT eller EPJ_TARGET er satt. Sett EPJ_TARGET til testobjektfilen, eller EPJ_PRODUCT til en simulert journal."
  fi
  if [ "$product" = alle ]; then
    refuse "EPJ_PRODUCT kan ikke være «alle». Lag én jobb for hvert produkt, slik README.md viser."
  fi
  must_exist EPJ_TARGET "$target"
  must_exist EPJ_GATE_POLICY "$policy"
  must_exist EPJ_GATE_DEVIATIONS "$deviations"
  # A part of a plan is no acceptance documentation: it is packed only when somebody says so.
  if [ -z "$pack" ]; then if [ -n "$only" ]; then pack=false; else pack=true; fi; fi
  yes_or_no EPJ_PACK "$pack"
  yes_or_no EPJ_FULL_PACK "$full"
  yes_or_no EPJ_GATE "$gate"
  if [ "$gate" = false ]; then return; fi
  if [ "$pack" = false ]; then refuse "EPJ_GATE trenger pakken fra kjøringen, men den blir ikke laget. Sett EPJ_PACK til true."; fi
  if [ -z "$municipality" ]; then refuse "EPJ_GATE trenger EPJ_MUNICIPALITY, kommunen det gjelder."; fi
}

python_of() { command -v python3 || command -v python || refuse "Python 3.11 eller nyere finnes ikke på maskinen."; }

# A wheel, a wheelhouse (folder or zip) or, with nothing said, what is installed already.
install() {
  local python tools list from=$wheel
  if [ -z "$wheel" ]; then
    command -v epj >/dev/null || refuse "epj er ikke installert. Sett EPJ_WHEEL til hjulet eller hjulpakken."
    return
  fi
  [ -e "$wheel" ] || refuse "EPJ_WHEEL peker på $wheel, som ikke finnes."
  python=$(python_of)
  "$python" -m venv "$private/venv" || refuse "Får ikke laget et Python-miljø. På Debian og Ubuntu: installer python3-venv."
  tools=$private/venv/bin
  if [ -d "$private/venv/Scripts" ]; then tools=$private/venv/Scripts; fi
  if [[ $wheel == *.zip ]]; then
    "$python" -m zipfile -e "$wheel" "$private/hjul"
    from=$private/hjul
  fi
  if [ -d "$from" ]; then
    list=$(find "$from" -name krav.txt -print -quit)
    [ -n "$list" ] || refuse "Det er ingen krav.txt i $wheel. Lag hjulpakken med make wheelhouse."
    "$tools/python" -m pip install --quiet --no-index --find-links "${list%krav.txt}hjul" --require-hashes -r "$list" \
      || refuse "Hjulpakken $wheel kunne ikke installeres."
  else
    "$tools/python" -m pip install --quiet "$wheel" || refuse "Hjulet $wheel kunne ikke installeres."
  fi
  epj=$tools/epj
}

accept() {
  local words=(accept --report "$out/rapport") ids=() one
  if [ -n "$target" ]; then words+=(--target "$target"); else words+=(--simulate "$product"); fi
  if [ -n "$plan" ]; then words+=(--plan "$plan"); fi
  read -ra ids <<<"$only"
  for one in ${ids[@]+"${ids[@]}"}; do words+=(--only "$one"); done
  if [ -n "$timeout" ]; then words+=(--timeout "$timeout"); fi
  "$epj" "${words[@]}"
}

# The key is a file, or the text of one, as secrets are given; with none, one for this build alone. A key that cannot be
# used is told before the run, not after it.
take_key() {
  if [ "$pack" = false ]; then return; fi
  key_file=$private/noekkel.pem
  if [ -f "$key" ]; then
    key_file=$key
  elif [ -n "$key" ]; then
    (umask 077 && printf '%s\n' "$key" >"$key_file")
  else
    "$epj" key new --out "$key_file" --name "Engangsnøkkel for dette bygget" >/dev/null
  fi
  "$epj" key show "$key_file" </dev/null >/dev/null || refuse "EPJ_KEY er ingen nøkkel som kan brukes. Lag en med epj key new."
}

pack_run() {
  local words=(pack "$out/rapport" --out "$out/pakke" --key "$key_file")
  if [ -n "$municipality" ]; then words+=(--municipality "$municipality"); fi
  if [ "$full" = false ]; then words+=(--masked-only); fi
  "$epj" "${words[@]}" </dev/null || return
  "$epj" verify "$out"/pakke/*.zip
}

# The pack that may be handed on; empty when none was made.
made_pack() { find "$out/pakke" -maxdepth 1 -name '*maskert*.zip' -print -quit 2>/dev/null || true; }

decide() {
  local words=(gate --packs "${packs:-$out/pakke}" --municipality "$municipality" --product "$(tested_product)")
  if [ -n "$packs" ]; then mkdir -p "$packs" && cp "$out"/pakke/*.zip "$packs/"; fi
  if [ -n "$version" ]; then words+=(--product-version "$version"); fi
  if [ -n "$service" ]; then words+=(--service "$service"); fi
  if [ -n "$policy" ]; then words+=(--policy "$policy"); fi
  if [ -n "$deviations" ]; then words+=(--deviations "$deviations"); fi
  "$epj" "${words[@]}"
}

tested_product() { "$(python_of)" "$here/sammendrag.py" --product "$out/rapport/report.json"; }

tell_the_build() {
  local report=$out/rapport/report.json
  if [ "${GITHUB_ACTIONS:-}" = true ] && [ -f "$report" ]; then "$(python_of)" "$here/sammendrag.py" "$report"; fi
  if [ -z "${GITHUB_OUTPUT:-}" ]; then return; fi
  {
    say "report=$out/rapport"
    say "junit=$(existing "$out/rapport/junit.xml")"
    say "sarif=$(existing "$out/rapport/results.sarif")"
    say "pack=$(made_pack)"
    say "exit-code=$1"
  } >>"$GITHUB_OUTPUT"
}

existing() { if [ -f "$1" ]; then printf '%s' "$1"; fi; }

run() {
  local code=0 step=0
  accept || code=$?
  if [ "$pack" = true ] && [ -f "$out/rapport/evidence.sqlite" ]; then
    pack_run || step=$?
    # A run that says pass needs evidence that holds; one that failed has said why already.
    if [ "$step" != 0 ] && [ "$code" = 0 ]; then code=1; fi
  fi
  if [ "$gate" = true ] && [ "$code" -lt "$REFUSED" ] && [ "$step" = 0 ]; then
    # The decision weighs accepted deviations, and takes the place of the verdict; without this run's pack there is none.
    code=0
    decide || code=$?
  fi
  tell_the_build "$code"
  return "$code"
}

check_wishes
install
take_key
mkdir -p "$out"
run
