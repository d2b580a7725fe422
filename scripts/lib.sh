# Shared by the scripts beside this file: where the cache is, how a step is told, how a script gives up.
# Sourced, not run.

CACHE="${DOORSTEP_CACHE:-$HOME/.cache/doorstep}"
ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# schemathesis, pinned; scripts/setup.sh installs it into the cache.
SCHEMATHESIS_VERSION=4.32.5
MINIMUM_PYTHON=3.10
# Written by set-up, sourced by everything that builds: the chosen toolchain and the tools' folders.
ENV_FILE="$CACHE/env.sh"

# say WORDS…: one line to the person who waits.
say() { printf '%s\n' "$*"; }

# die SENTENCE: what is wrong and what to do about it, then stop.
die() { printf 'doorstep: %s\n' "$*" >&2; exit 1; }

# step NAME COMMAND…: runs COMMAND, says NAME before it and how long it took after it.
step() {
  local name="$1" began=$SECONDS; shift
  say "==> $name"
  "$@" || die "\"$name\" failed after $((SECONDS - began)) s; the lines above say why."
  say "    done in $((SECONDS - began)) s: $name"
}

# locked_version CRATE: the version of CRATE that Cargo.lock pins.
locked_version() {
  awk -v crate="\"$1\"" '$1 == "name" { hit = ($3 == crate) } hit && $1 == "version" { gsub(/"/, "", $3); print $3; exit }' "$ROOT/Cargo.lock"
}

# python_tools: the virtual environment with the tests' Python tools.
python_tools() { printf '%s\n' "$CACHE/tools/schemathesis-$SCHEMATHESIS_VERSION"; }

# as_root COMMAND…: runs COMMAND as root, directly or by sudo without a password; fails where neither is possible.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n "$@"
  else return 1
  fi
}

# debian_packages WHY PACKAGE…: installs the packages that are missing.
debian_packages() {
  local why="$1" missing=() package; shift
  command -v apt-get >/dev/null || die "$why is missing and this system has no apt-get: install $* with your package manager, then run this again."
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "    installing ${missing[*]}"
  as_root true || die "$why is missing: run 'sudo apt-get install ${missing[*]}', then run this again."
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update >/dev/null 2>&1 || say "    (the package lists could not be refreshed; going on with the ones there are)"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}" >"$CACHE/apt.log" 2>&1 \
    || { tail -n 5 "$CACHE/apt.log" >&2; die "$why could not be installed: check the network, then run 'sudo apt-get install ${missing[*]}'."; }
}

# bundle_styles: one sheet from style/main.css and what it imports, where cargo-leptos looks for it: it does not follow
# imports itself.
bundle_styles() {
  mkdir -p "$ROOT/target/style"
  ( cd "$ROOT/style" && awk '
      /^@import/ { file = $0; gsub(/^@import "|".*$/, "", file); while ((getline line < file) > 0) print line; close(file); next }
      { print }' main.css ) >"$ROOT/target/style/doorstep.css"
}

# build_release: page assets, hashed and compressed, and the server, into $CARGO_TARGET_DIR and target/site.
build_release() {
  bundle_styles && ( cd "$ROOT" && cargo leptos build --release --precompress )
}
