#!/usr/bin/env bash
# Makes this machine able to build Doorstep ("build") and to test it ("test").
# Every step looks first and does nothing when its work is there. Everything goes to the cache outside the clone,
# except system packages and end2end/node_modules.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/postgres.sh"
what="${1:-build}"

CARGO_LEPTOS_VERSION=0.3.11
BINARYEN_VERSION=132.0.0
MINIMUM_RUST=1.94
TOOLS="$CACHE/tools"
DEBIAN_RUST=/usr/bin/rustc

mkdir -p "$CACHE" "$TOOLS/bin"
# Two set-ups at once would write the same files: the second waits for the first.
exec 9>"$CACHE/setup.lock"
flock 9

# Cheap profile settings: these tools run for seconds, building them optimised takes most of an hour on two cores.
cheap_install() {
  CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=0 \
  CARGO_PROFILE_RELEASE_DEBUG=0 CARGO_TARGET_DIR="$CACHE/tools-target" \
    cargo install --quiet --root "$TOOLS" "$@"
}

base_tools() {
  command -v cc >/dev/null || debian_packages "a C compiler" build-essential
  command -v git >/dev/null || debian_packages "git" git
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then debian_packages "Node.js" nodejs npm; fi
  local major; major="$(node --version | sed -E 's/^v([0-9]+).*/\1/')"
  [ "$major" -ge 18 ] || die "Node.js $(node --version) is too old: install Node.js 18 or newer."
}

# The rustc that builds everything, and the flags and linker that its wasm32 target needs.
RUST_PATH="" WASM_RUSTFLAGS="" WASM_LINKER=""

has_wasm_std() { ls "$("$1" --print target-libdir --target wasm32-unknown-unknown 2>/dev/null)"/libstd-*.rlib >/dev/null 2>&1; }
new_enough() { printf '%s\n%s\n' "$MINIMUM_RUST" "$("$1" --version | awk '{print $2}')" | sort -CV; }

rust_with_wasm() {
  local rustc; rustc="$(command -v rustc || true)"
  if [ -n "$rustc" ] && new_enough "$rustc"; then
    if has_wasm_std "$rustc"; then say "    $("$rustc" --version) has the wasm32 target"; return; fi
    if command -v rustup >/dev/null && timeout 300 rustup target add wasm32-unknown-unknown >/dev/null 2>&1 && has_wasm_std "$rustc"; then
      say "    rustup added the wasm32 target"; return
    fi
    say "    rustup could not add the wasm32 target; taking Debian's Rust and building its wasm32 standard library"
  fi
  debian_rust
}

debian_rust() {
  [ -e /etc/debian_version ] || die "Rust $MINIMUM_RUST or newer with the wasm32-unknown-unknown target is needed: install it from rustup.rs, then run this again."
  debian_packages "Rust with WebAssembly support" rustc-web cargo-web rust-web-src rust-web-llvm rust-web-clippy rustfmt-web lld-22
  new_enough "$DEBIAN_RUST" || die "Debian's $("$DEBIAN_RUST" --version) is older than $MINIMUM_RUST: install Rust from rustup.rs."
  RUST_PATH=/usr/bin
  WASM_LINKER=wasm-ld-22
  if has_wasm_std "$DEBIAN_RUST"; then return; fi
  # Debian ships the source of std for wasm32 but not its build. A sysroot of our own in the cache holds it,
  # so that nothing of the system's is changed.
  local sysroot="$CACHE/wasm32-sysroot-$("$DEBIAN_RUST" --version | awk '{print $2}')"
  local lib="$sysroot/lib/rustlib/wasm32-unknown-unknown/lib"
  WASM_RUSTFLAGS="--sysroot $sysroot"
  if ls "$lib"/libstd-*.rlib >/dev/null 2>&1; then return; fi
  local scratch="$CACHE/wasm32-std-build"
  rm -rf "$scratch"; mkdir -p "$scratch/src" "$lib"
  printf '[package]\nname = "scratch"\nversion = "0.0.0"\nedition = "2021"\n[lib]\ncrate-type = ["cdylib"]\n[profile.release]\nopt-level = "z"\n' >"$scratch/Cargo.toml"
  : >"$scratch/src/lib.rs"
  ( cd "$scratch" && PATH="/usr/bin:$PATH" RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$scratch/target" \
      CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER="$WASM_LINKER" \
      cargo build --quiet --release -Z build-std=std,panic_abort,panic_unwind,proc_macro --target wasm32-unknown-unknown ) \
    || die "the wasm32 standard library could not be built; the lines above say why."
  cp "$scratch"/target/wasm32-unknown-unknown/release/deps/*.rlib "$lib/"
  rm -f "$lib"/libscratch-*
  rm -rf "$scratch"
}

write_env() {
  {
    echo "# Written by scripts/setup.sh; sourced before every build."
    echo "export PATH=\"${RUST_PATH:+$RUST_PATH:}$TOOLS/bin:$TOOLS/npm/node_modules/.bin:\$PATH\""
    [ -z "$WASM_LINKER" ] || echo "export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=\"$WASM_LINKER\""
    [ -z "$WASM_RUSTFLAGS" ] || echo "export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=\"$WASM_RUSTFLAGS\""
    echo "export CARGO_TARGET_DIR=\"\${CARGO_TARGET_DIR:-$CACHE/target}\""
  } >"$ENV_FILE.new"
  mv "$ENV_FILE.new" "$ENV_FILE"
  . "$ENV_FILE"
}

cargo_leptos() {
  if [ "$(cargo-leptos --version 2>/dev/null | awk '{print $NF}')" = "$CARGO_LEPTOS_VERSION" ]; then return; fi
  say "    building cargo-leptos $CARGO_LEPTOS_VERSION, once: about nine minutes on two cores"
  # Its lockfile declares a newer compiler than ours for a dependency that builds with ours all the same.
  cheap_install --locked --ignore-rust-version --features no_downloads "cargo-leptos@$CARGO_LEPTOS_VERSION"
}

wasm_bindgen() {
  local version; version="$(locked_version wasm-bindgen)"
  if [ "$(wasm-bindgen --version 2>/dev/null | awk '{print $2}')" = "$version" ]; then return; fi
  say "    building wasm-bindgen $version, once: about three minutes on two cores"
  cheap_install --force "wasm-bindgen-cli@$version"
}

wasm_opt() {
  if wasm-opt --version 2>/dev/null | grep -q "version ${BINARYEN_VERSION%%.*}"; then return; fi
  npm install --silent --no-fund --no-audit --prefix "$TOOLS/npm" "binaryen@$BINARYEN_VERSION" >/dev/null \
    || die "wasm-opt (npm package binaryen) could not be installed: check the network, then run this again."
}

node_packages() {
  local stamp="$ROOT/end2end/node_modules/.package-lock.json"
  if [ -e "$stamp" ] && [ ! "$ROOT/end2end/package-lock.json" -nt "$stamp" ]; then return; fi
  ( cd "$ROOT/end2end" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --ignore-scripts --silent --no-fund --no-audit ) \
    || die "the browser tests' Node packages could not be installed: check the network, then run this again."
}

# A Python that is new enough and can make virtual environments.
good_python() {
  "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < tuple(map(int, sys.argv[1].split("."))))' "$MINIMUM_PYTHON" 2>/dev/null
}

schemathesis() {
  local home; home="$(python_tools)"
  [ ! -x "$home/bin/schemathesis" ] || return 0
  local python="${DOORSTEP_PYTHON:-python3}"
  good_python "$python" || debian_packages "Python $MINIMUM_PYTHON or newer with its venv module" python3 python3-venv
  good_python "$python" || die "Python $MINIMUM_PYTHON or newer with its venv module is needed to test the API: install it, or set DOORSTEP_PYTHON to one."
  # What was left half made is made again; scripts name their interpreter by its path, so it is made where it stays.
  rm -rf "$home"
  if ! "$python" -m venv "$home" || ! "$home/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$SCHEMATHESIS_VERSION"; then
    rm -rf "$home"
    die "schemathesis (Python package) could not be installed: check the network, then run this again."
  fi
}

chromium() {
  for candidate in "${DOORSTEP_CHROMIUM:-}" chromium chromium-browser google-chrome; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null && return
  done
  debian_packages "Chromium" chromium
}

firefox() {
  for candidate in "${DOORSTEP_FIREFOX:-}" firefox-esr firefox; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null && return
  done
  debian_packages "Firefox" firefox-esr
}

# The tests of the store run on it, too. Where it cannot be had the tests say what they leave out.
postgresql() {
  [ -z "${DOORSTEP_TEST_POSTGRES_URL:-}" ] && ! postgres_programs >/dev/null || return 0
  ( debian_packages "PostgreSQL" postgresql ) || say "    going on without PostgreSQL"
}

# Japanese and Arabic are measured and looked at in the browser tests: without glyphs they would be empty boxes.
fonts() {
  command -v fc-list >/dev/null && [ -n "$(fc-list :lang=ja)" ] && [ -n "$(fc-list :lang=ar)" ] && return
  command -v apt-get >/dev/null || { say "    no fonts for Japanese or Arabic: text measurements in these languages mean less"; return; }
  debian_packages "fonts for Japanese and Arabic" fontconfig fonts-noto-core fonts-noto-cjk
}

step "C compiler, git, Node.js" base_tools
step "Rust with the wasm32 target" rust_with_wasm
step "Paths for the build" write_env
step "cargo-leptos $CARGO_LEPTOS_VERSION" cargo_leptos
step "wasm-opt (binaryen $BINARYEN_VERSION)" wasm_opt
step "wasm-bindgen $(locked_version wasm-bindgen)" wasm_bindgen
rm -rf "$CACHE/tools-target"
if [ "$what" = test ]; then
  step "Node packages of the browser tests" node_packages
  step "schemathesis $SCHEMATHESIS_VERSION" schemathesis
  step "Chromium" chromium
  step "Firefox" firefox
  step "Fonts" fonts
  step "PostgreSQL" postgresql
fi
