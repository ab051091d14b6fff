#!/usr/bin/env bash
# Stands in for `epj` where a test looks at the script alone: notes what it was asked, leaves files, ends as it is told.
printf '%s\n' "$(IFS='|' && echo "$*")" >>"$STUB_LOG"
command=$1
ended=STUB_${command^^}
code=${!ended:-0}
value_of() { while [ $# -gt 1 ]; do if [ "$1" = "$name" ]; then echo "$2"; return; fi; shift; done; }
case $command in
  accept)
    name=--report
    folder=$(value_of "$@")
    if [ "$code" != 2 ]; then
      mkdir -p "$folder"
      for file in evidence.sqlite junit.xml results.sarif; do : >"$folder/$file"; done
      cp "$STUB_REPORT" "$folder/report.json"
    fi
    ;;
  pack)
    name=--out
    folder=$(value_of "$@")
    mkdir -p "$folder"
    if [ "$code" = 0 ]; then : >"$folder/akseptanse.maskert.zip"; fi
    ;;
  key)
    name=--out
    file=$(value_of "$@")
    if [ -n "$file" ]; then echo "new key" >"$file"; else echo "the key is: $(cat "$3")" >>"$STUB_LOG"; fi
    ;;
esac
exit "$code"
