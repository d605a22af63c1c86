#!/usr/bin/env bash
# Measures single operations in one process: --quick less exactly, --ratio without the tables. See README.md of the folder above.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out="$here/../../artifacts/bench/micro"
dotnet build "$here" -c Release -o "$out/bin" --nologo -v quiet
cd "$out"
exec ./bin/bench-micro "$@"
