#!/usr/bin/env bash
# Benchmarks: figures are printed, nothing is asserted. On a machine that does nothing else they can be compared.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$ROOT"

bash scripts/setup.sh test
. "$ENV_FILE"
. scripts/postgres.sh
# Both databases keep what they acknowledge: anything else would compare haste with care.
export POSTGRES_DURABLE=1
trap stop_postgres EXIT
start_postgres || say "    no PostgreSQL: measured on SQLite only"

step "Building" cargo bench --quiet --features ssr --no-run
say "==> Evaluations per second: one policy with 5 and with 50 custom checks"
cargo bench --quiet --features ssr --bench evaluation
say "==> Sign-ins over HTTP"
cargo bench --quiet --features ssr --bench sign_in
scripts/side-by-side.sh
