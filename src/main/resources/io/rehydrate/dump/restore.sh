#!/bin/sh
# Restores the dump @ID@ of a @SERVER@ server, with nothing but the client program and zstd.
#
#   ./restore.sh [options of the client program]
#   ./restore.sh --defaults-extra-file=dev.cnf
#   ./restore.sh --host=127.0.0.1 --port=3307 --user=dev -p
#
# CLIENT names another client program than mysql or mariadb. A schema that exists already is left
# alone: the script stops there, as it does at every error. Events stay disabled.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
client=${CLIENT:-$(command -v mysql || command -v mariadb || true)}
if [ -z "$client" ]; then
  echo "restore.sh: neither mysql nor mariadb is on the PATH; set CLIENT" >&2
  exit 1
fi
if ! command -v zstd >/dev/null; then
  echo "restore.sh: zstd is not on the PATH" >&2
  exit 1
fi
exec 4>&1

# The caller's options come first: some clients want --defaults-extra-file there. With --binary-mode
# no line of a file is taken for a command of the client's own.
run() {
  "$client" "$@" --binary-mode --comments --default-character-set=utf8mb4 \
    --init-command='SET SESSION foreign_key_checks = 0'
}

stop() {
  echo "restore.sh: stopped at $1" >&2
  exit 1
}

create() {
  statement=$1
  shift
  printf '%s\n' "$statement" | run "$@" || stop "$statement"
}

# A pipe's exit code is that of its last part; either part may fail, and says so on descriptor 3.
load() {
  schema=$1
  file=$2
  shift 2
  echo "$file"
  failures=$(
    {
      { zstd -dcq -- "$here/$file" || echo unpack >&3; } |
        { run "$@" "--database=$schema" || echo load >&3; } >&4
    } 3>&1
  )
  [ -z "$failures" ] || stop "$file"
}

@STEPS@
echo "restored @ID@"
