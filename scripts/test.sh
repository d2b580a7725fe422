#!/usr/bin/env bash
# All checks. DOORSTEP_TEST=full takes every combination of screen, language and theme in the browser tests.
# The last line counts all tests: "N passed, N failed, N skipped"; a check that fails counts as one failed.
set -uo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/postgres.sh"
cd "$ROOT"

passed=0 failed=0 skipped=0 failures=()
scratch="$(mktemp -d)"
trap 'stop_postgres; rm -rf "$scratch"' EXIT

# check NAME COMMAND…: runs COMMAND and goes on whether or not it fails, so that one run tells everything.
check() {
  local name="$1" began=$SECONDS; shift
  say "==> $name"
  if "$@"; then say "    done in $((SECONDS - began)) s: $name"; return; fi
  say "    FAILED after $((SECONDS - began)) s: $name"
  failures+=("$name"); return 1
}

finish() {
  say ""
  say "everything together took $SECONDS s"
  for name in ${failures[@]+"${failures[@]}"}; do say "failed: $name"; done
  # A check without tests of its own that fails, or a test program that could not even start, must not read as green.
  if [ ${#failures[@]} -gt 0 ] && [ "$failed" = 0 ]; then failed=${#failures[@]}; fi
  say "$passed passed, $failed failed, $skipped skipped"
  [ ${#failures[@]} = 0 ] && [ "$failed" = 0 ]
  exit
}

count() { passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3)); }

# The server that the tests of the store run on. A developer may do without: those tests are counted as skipped then. In
# CI they fail.
postgres_tests=--include-ignored
postgres() {
  start_postgres
  case $? in
    0) return ;;
    1) say "    PostgreSQL is not installed (Debian: apt-get install postgresql), and DOORSTEP_TEST_POSTGRES_URL names no server" ;;
    *) say "    PostgreSQL does not start: see above"; return 1 ;;
  esac
  [ "${CI:-false}" = false ] || return 1
  say "    the tests on PostgreSQL are left out and counted as skipped"
  postgres_tests=
}

# Counts what cargo's test programs say at their ends.
rust_tests() {
  cargo test --features ssr --lib --bins --test http --no-fail-fast -- $postgres_tests 2>&1 | tee "$scratch/rust.log"
  local status=${PIPESTATUS[0]}
  count $(awk '/^test result:/ { p += $4; f += $6; s += $8 } END { print p + 0, f + 0, s + 0 }' "$scratch/rust.log")
  return "$status"
}

browser_tests() {
  local status=0
  ( cd end2end && PLAYWRIGHT_JSON_OUTPUT_FILE="$scratch/browser.json" npx playwright test --reporter=list,json ) || status=$?
  [ -s "$scratch/browser.json" ] || return 1
  count $(node -e 'const s = JSON.parse(require("fs").readFileSync(process.argv[1])).stats; console.log(s.expected + s.flaky, s.unexpected, s.skipped)' "$scratch/browser.json")
  return "$status"
}

# Counts one test per operation, and one for sequences of calls, as the JUnit report does.
api_tests() {
  local status=0
  scripts/schemathesis.sh "$DOORSTEP_BINARY" "$scratch/api.xml" || status=$?
  [ -s "$scratch/api.xml" ] || return 1
  count $("$(python_tools)/bin/python" -c '
import sys, xml.etree.ElementTree as tree
cases = list(tree.parse(sys.argv[1]).iter("testcase"))
failed = sum(case.find("failure") is not None or case.find("error") is not None for case in cases)
skipped = sum(case.find("skipped") is not None for case in cases)
print(len(cases) - failed - skipped, failed, skipped)' "$scratch/api.xml")
  return "$status"
}

wasm="--no-default-features --features hydrate --lib --target wasm32-unknown-unknown"
export CLIPPY_CONF_DIR="$ROOT/.ci"

bash scripts/setup.sh test || { failures+=("set-up"); finish; }
. "$ENV_FILE"

check "Formatting" cargo fmt --check
check "Lints, server" cargo clippy --quiet --features ssr --all-targets -- -D warnings
check "Lints, browser" cargo clippy --quiet $wasm -- -D warnings
check "Documentation" env RUSTDOCFLAGS="-D warnings" cargo doc --quiet --no-deps --document-private-items --features ssr --lib
check "PostgreSQL for the tests" postgres
check "Unit and HTTP tests" rust_tests
if check "Release build for the browser tests" build_release; then
  export DOORSTEP_BINARY="$CARGO_TARGET_DIR/release/doorstep" DOORSTEP_SITE_ROOT="$ROOT/target/site"
  check "Page weight" scripts/budget
  check "Requests made from the API's description" api_tests
  check "Browser tests" browser_tests
fi
finish
