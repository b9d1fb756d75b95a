#!/bin/sh
# Restores the dump @ID@ of a @SERVER@ server, with nothing but the client program and zstd.
#
#   ./restore.sh [options of the client program]
#   ./restore.sh --defaults-extra-file=dev.cnf
#   ./restore.sh --host=127.0.0.1 --port=3307 --user=dev -p
#
# CLIENT names another client program than mysql or mariadb. A schema that exists already is left
# alone: the script stops there, as it does at every error. Events stay disabled. The server's
# max_allowed_packet has to be above @PACKET@ bytes. A file that unpacks to more bytes than
# it did when it was written is cut off there.
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

# The caller's options come first: some clients want --defaults-extra-file there. No line of a file is
# taken for a command of the client's own, and no file of this machine is given to a server.
client() {
  "$client" "$@" @OPTIONS@
}

# What one server has and another has not, or what an account may not set, is tried once.
settings=$(
  for setting in @SETTINGS@; do
    printf "SET @taken = '';\nSET SESSION %s, @taken = '%s';\nSELECT @taken;\n" "$setting" "$setting"
  done | client "$@" --force --batch --skip-column-names 2>/dev/null | sed -n 's/..*/, SESSION &/p' | tr -d '\n'
)

run() {
  client "$@" --init-command="@EVERYWHERE@$settings"
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
  bytes=$3
  shift 3
  echo "$file"
  failures=$(
    {
      { zstd -dcq -- "$here/$file" || echo unpack >&3; } |
        case $bytes in -*) cat ;; *) head -c "$bytes" ;; esac |
        { run "$@" "--database=$schema" || echo load >&3; } >&4
    } 3>&1
  )
  [ -z "$failures" ] || stop "$file"
}

@STEPS@
echo "restored @ID@"
