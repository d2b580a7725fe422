#!/usr/bin/env bash
# Takes the README's pictures again from a running demo.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$ROOT"

bash scripts/setup.sh test
. "$ENV_FILE"
step "Doorstep itself" build_release
export DOORSTEP_BINARY="$CARGO_TARGET_DIR/release/doorstep" DOORSTEP_SITE_ROOT="$ROOT/target/site"
cd end2end
DOORSTEP_TEST=screenshots npx playwright test --project=screenshots
