#!/usr/bin/env bash
# Measures single operations in one process. --quick takes a minute and is less exact. See README.md of the folder above.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out="$here/../../artifacts/bench/micro"
dotnet build "$here" -c Release -o "$out/bin" --nologo -v quiet
cd "$out"
exec ./bin/bench-micro "$@"
