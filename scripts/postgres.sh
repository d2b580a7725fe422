#!/usr/bin/env bash
# A private PostgreSQL for tests: from the installed programs, on a free port of this machine, in a temporary folder, made
# for speed and not to last, unless POSTGRES_DURABLE is set. It goes when whoever started it is gone, however that came about.
#
#   scripts/postgres.sh COMMAND…     runs COMMAND with DOORSTEP_TEST_POSTGRES_URL set
#
# A server that DOORSTEP_TEST_POSTGRES_URL names already is taken as it is: a role that may create databases, and a
# password where the server asks for one. Sourced, this gives start_postgres and stop_postgres.

POSTGRES_FOLDER=

# postgres_programs: the folder with initdb, pg_ctl and postgres; fails where there is none.
postgres_programs() {
  local folder
  for folder in "$(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/initdb)")" \
    "$(pg_config --bindir 2>/dev/null)" $(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin 2>/dev/null | sort -rV); do
    if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && [ -x "$folder/postgres" ]; then printf '%s\n' "$folder"; return; fi
  done
  return 1
}

# unprivileged COMMAND…: runs COMMAND as somebody who is not root, since PostgreSQL refuses to be.
unprivileged() {
  if [ "$(id -u)" != 0 ]; then ( cd / && "$@" )
  elif id postgres >/dev/null 2>&1; then ( cd / && runuser -u postgres -- "$@" )
  else ( cd / && runuser -u nobody -- "$@" )
  fi
}

# start_postgres: starts the server and exports DOORSTEP_TEST_POSTGRES_URL. 1: there is no PostgreSQL; 2: it does not start.
start_postgres() {
  [ -z "${DOORSTEP_TEST_POSTGRES_URL:-}" ] || return 0
  local programs folder password port attempt haste="-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"
  [ -z "${POSTGRES_DURABLE:-}" ] || haste=
  programs="$(postgres_programs)" || return 1
  folder="$(unprivileged mktemp -d /tmp/doorstep-postgres.XXXXXX)" || return 2
  POSTGRES_FOLDER="$folder"
  # Somebody who watches from outside: traps do not run when this shell is killed.
  local outside=(); command -v setsid >/dev/null && outside=(setsid)
  ${outside[@]+"${outside[@]}"} bash "${BASH_SOURCE[0]}" --guard "$$" "$folder" "$programs" </dev/null >/dev/null 2>&1 &
  disown
  password="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
  printf '%s\n' "$password" | unprivileged tee "$folder/password" >/dev/null
  # Sorted as people sort, unlike SQLite: a statement that depends on the order of bytes is found out.
  make_cluster() {
    unprivileged "$programs/initdb" --pgdata="$folder/data" --username=doorstep --pwfile="$folder/password" \
      --auth=password --encoding=UTF8 --no-sync "$@" >"$folder.log" 2>&1
  }
  make_cluster --locale=C.UTF-8 --locale-provider=icu --icu-locale=en \
    || { unprivileged rm -rf "$folder/data"; make_cluster --locale=C; } \
    || { cat "$folder.log" >&2; stop_postgres; return 2; }
  # Ports below those that the system gives away by itself.
  for attempt in 1 2 3 4 5 6 7 8 9 10; do
    port=$((20000 + RANDOM % 12000))
    if unprivileged "$programs/pg_ctl" --pgdata="$folder/data" --log="$folder/server.log" --wait --timeout=60 --silent \
      --options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c max_connections=300 $haste" \
      start >>"$folder.log" 2>&1; then
      export DOORSTEP_TEST_POSTGRES_URL="postgres://doorstep:$password@127.0.0.1:$port/postgres"
      return 0
    fi
    grep -q 'could not bind' "$folder/server.log" || break
    unprivileged rm -f "$folder/server.log"
  done
  cat "$folder/server.log" >&2
  stop_postgres
  return 2
}

# stop_postgres: stops what start_postgres started, and leaves nothing behind.
stop_postgres() {
  [ -n "$POSTGRES_FOLDER" ] || return 0
  halt_postgres "$POSTGRES_FOLDER" "$(postgres_programs)"
  POSTGRES_FOLDER=
  unset DOORSTEP_TEST_POSTGRES_URL
}

halt_postgres() {
  [ ! -e "$1/data/postmaster.pid" ] || unprivileged "$2/pg_ctl" --pgdata="$1/data" --mode=immediate --silent stop >/dev/null 2>&1
  unprivileged rm -rf "$1"
  rm -f "$1.log"
}

[ "${BASH_SOURCE[0]}" = "$0" ] || return 0

if [ "${1:-}" = --guard ]; then
  trap '' INT TERM HUP
  while kill -0 "$2" 2>/dev/null && [ -e "$3" ]; do sleep 1; done
  [ ! -e "$3" ] || halt_postgres "$3" "$4"
  exit
fi

[ $# -gt 0 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
trap stop_postgres EXIT
start_postgres || {
  echo "doorstep: PostgreSQL is not installed or does not start: install it (Debian: apt-get install postgresql), or set DOORSTEP_TEST_POSTGRES_URL." >&2
  exit 1
}
"$@"
