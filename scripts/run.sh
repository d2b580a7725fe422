#!/usr/bin/env bash
# The demo: sets up what is missing, builds Doorstep and starts everything on this machine. Options go to `doorstep demo`.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$ROOT"

bash scripts/setup.sh build
. "$ENV_FILE"
step "Doorstep itself" build_release
say "    everything together took $SECONDS s"
export DOORSTEP_SITE_ROOT="${DOORSTEP_SITE_ROOT:-$ROOT/target/site}"
exec "$CARGO_TARGET_DIR/release/doorstep" demo "$@"
