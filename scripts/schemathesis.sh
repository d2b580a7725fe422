#!/usr/bin/env bash
# Calls every operation of the management API with thousands of good, odd and broken requests, made by schemathesis from
# the server's own /openapi.json, on a server with a fresh database: no 5xx, and no answer outside the document.
#
#   scripts/schemathesis.sh BINARY [REPORT]    REPORT: where the JUnit report goes
#   DOORSTEP_TEST=full                         more requests
#   DOORSTEP_SCHEMATHESIS_SEED=NUMBER          other requests
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
binary="$(realpath "${1:?the doorstep binary to test}")"
report="${2:-/dev/null}"
python="$(python_tools)/bin"
[ -x "$python/schemathesis" ] || die "schemathesis is not installed: run 'scripts/setup.sh test'; it needs Python $MINIMUM_PYTHON or newer with its venv module."

examples=12
[ "${DOORSTEP_TEST:-}" != full ] || examples=150

folder="$(mktemp -d)"
server=
clean_up() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  rm -rf "$folder"
}
trap clean_up EXIT

port="$("$python/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
url="http://localhost:$port"
# The limits would answer nearly everything with 429; that they hold is tested elsewhere.
export DOORSTEP_DATA_DIR="$folder/data" DOORSTEP_LISTEN="127.0.0.1:$port" DOORSTEP_PUBLIC_URL="$url" \
  DOORSTEP_DEVICE_RATE_LIMIT=4000000000 DOORSTEP_RATE_LIMIT=4000000000
[ -z "${DOORSTEP_SCHEMATHESIS_DATABASE_URL:-}" ] || export DOORSTEP_DATABASE_URL="$DOORSTEP_SCHEMATHESIS_DATABASE_URL"
"$binary" serve >"$folder/server.log" 2>&1 &
server=$!
answers() { "$python/python" -c 'import sys, urllib.request; urllib.request.urlopen(sys.argv[1], timeout=5)' "$url/openapi.json" 2>/dev/null; }
for _ in $(seq 100); do
  answers && break
  kill -0 "$server" 2>/dev/null || { cat "$folder/server.log" >&2; die "the server ended before it answered; the lines above say why."; }
  sleep 0.2
done
answers || { cat "$folder/server.log" >&2; die "the server does not answer at $url."; }

# Every scope that the document names.
scopes="$("$python/python" -c '
import json, sys, urllib.request
document = json.load(urllib.request.urlopen(sys.argv[1]))
print(",".join(document["components"]["securitySchemes"]["oauth2"]["flows"]["clientCredentials"]["scopes"]))' "$url/openapi.json")"
DOORSTEP_API_TOKEN="$("$binary" token add schemathesis --scope "$scopes")"
export DOORSTEP_API_TOKEN

status=0
( cd "$folder" && "$python/schemathesis" --config-file "$ROOT/.ci/schemathesis.toml" run "$url/openapi.json" --url "$url" \
    --no-color --workers 1 --seed "${DOORSTEP_SCHEMATHESIS_SEED:-20260301}" --max-examples "$examples" \
    --report junit --report-junit-path "$folder/report.xml" ) || status=$?
[ ! -s "$folder/report.xml" ] || cp "$folder/report.xml" "$report"
if ! kill -0 "$server" 2>/dev/null; then say "the server has ended:"; cat "$folder/server.log" >&2; status=1; fi
if [ "$status" != 0 ]; then tail -n 40 "$folder/server.log" >&2; fi
exit "$status"
