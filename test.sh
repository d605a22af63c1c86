#!/usr/bin/env bash
# Installs what the tests need, builds with warnings as errors, runs every test project.
#   ./test.sh                          everything
#   ./test.sh -class '*.RigTests'      arguments go to xUnit's runner, once per project
# The last line sums up all projects: N passed, N failed, N skipped. Exit code 0 only when tests ran and none failed.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# Most of the time goes into starting processes that live for a second or two: instrumenting their code pays nobody back.
export DOTNET_TieredPGO=0
if [[ -n "${CI:-}" ]]; then export MSBUILDDISABLENODEREUSE=1; fi # nothing outlives the run and holds its output open

passed=0 failed=0 skipped=0
# Whatever ends the script early is a failure, and the last line says so.
summary() {
  local code=$?
  if (( code != 0 && failed == 0 )); then failed=1; fi
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  if (( code == 0 && (failed > 0 || passed == 0) )); then code=1; fi
  exit "$code"
}
trap summary EXIT

say() { printf '\n== %s\n' "$*"; }
die() { printf 'test.sh: %s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

say 'What the tests need'
has dotnet || die 'the .NET 10 SDK is missing (global.json says which)'
{ has node && has npm; } || die 'node 20 or newer with npm is missing'
(( $(node -p 'process.versions.node.split(".")[0]') >= 20 )) || die "node $(node --version) is too old, 20 or newer is needed"

missing=()
has chromium || has chromium-browser || has google-chrome || [[ -n "${IDP_TEST_CHROMIUM:-}" ]] || missing+=(chromium)
has initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
if has dpkg; then compgen -G '/usr/lib/*/libsqlite3.so.0' >/dev/null || missing+=(libsqlite3-0); fi
if (( ${#missing[@]} > 0 )); then
  if has apt-get && (( EUID == 0 )); then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq </dev/null
    apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null
  else
    die "please install: ${missing[*]} (Debian's names; as root this script does it)"
  fi
fi

clients=tests/clients
if [[ ! -f $clients/node_modules/.package-lock.json || $clients/package-lock.json -nt $clients/node_modules/.package-lock.json ]]; then
  (cd "$clients" && npm ci --no-audit --no-fund </dev/null)
fi

say 'Build'
dotnet restore IdP.sln
dotnet build IdP.sln --no-restore -warnaserror

results=artifacts/test-results
rm -rf "$results"
mkdir -p "$results"
for folder in tests/*.Tests; do
  name=${folder##*/}
  report=$results/$name.xml
  say "$name"
  status=0
  # One project after the other: they share the machine with servers, a browser and a database.
  timeout --kill-after=30 "${IDP_TEST_TIMEOUT:-40m}" \
    dotnet "$folder/bin/Debug/net10.0/$name.dll" -noLogo -noColor -longRunning 120 -xml "$report" "$@" </dev/null || status=$?

  head=$(grep -m1 -o '<assembly [^>]*>' "$report" 2>/dev/null || true)
  count() { local value; value=$(sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$head"); echo "${value:-0}"; }
  wrong=$(( $(count failed) + $(count errors) ))
  if (( wrong == 0 && status != 0 )) || [[ -z $head ]]; then
    echo "$name ended with exit code $status without a failed test to show for it: it crashed or ran out of time" >&2
    wrong=1
  fi
  passed=$(( passed + $(count passed) )) failed=$(( failed + wrong )) skipped=$(( skipped + $(count skipped) ))
done

say 'Sum of all test projects'
(( passed > 0 )) || echo 'no test ran' >&2
(( failed == 0 ))
