#!/usr/bin/env bash
# Measures the server against oidc-provider and bare Kestrel. See README.md beside this file; --help lists the options.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out="$here/../artifacts/bench"

for tool in node npm dotnet wrk taskset; do
  command -v "$tool" >/dev/null || { echo "bench: $tool is missing (Debian: apt-get install nodejs npm wrk util-linux)" >&2; exit 2; }
done
[[ " $* " == *" --help "* || " $* " == *" -h "* ]] && exec node "$here/lib/main.mjs" --help
(( $(nproc) >= 2 )) || { echo "bench: two cores are needed, one for the servers and one for the load" >&2; exit 2; }

if [[ " $* " != *" --no-build "* ]]; then
  [[ -d "$here/peer/node_modules/oidc-provider" ]] || (cd "$here/peer" && npm install --no-package-lock --no-audit --no-fund --loglevel=error)
  dotnet publish "$here/bare" -c Release -o "$out/bare" --nologo -v quiet
  if [[ -z ${IDP_BIN:-} && " $* " != *" --without-idp "* ]]; then
    dotnet publish "$here/../src/IdentityServer" -c Release -o "$out/idp" --nologo -v quiet
  fi
fi

exec taskset -c 1 node "$here/lib/main.mjs" "$@"
