#!/usr/bin/env bash
# Our page beside Okta's widget, in the browser: figures are printed, nothing is asserted. DOORSTEP_BENCH_RUNS says how many runs each
# gets (5), DOORSTEP_BENCH_README=1 writes the medians into the README. On a machine that does nothing else they mean the most.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

bash "$ROOT/scripts/setup.sh" test
. "$ENV_FILE"
step "Release build" build_release
export DOORSTEP_BINARY="$CARGO_TARGET_DIR/release/doorstep" DOORSTEP_SITE_ROOT="$ROOT/target/site"

say "==> Our page beside Okta's widget: about ten minutes"
cd "$ROOT/end2end"
DOORSTEP_TEST=bench npx playwright test --project=bench --reporter=./support/plain.ts
