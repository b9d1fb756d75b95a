#!/usr/bin/env bash
# What a good administrator writes by hand to get a small, masked copy of a production database:
# dump, load, four statements a table, an UPDATE a mask, dump again. Prints "step seconds" lines.
#
#   plain-way.sh night   TOOLS WORK SCHEMA SOURCE.cnf SCRATCH.cnf AS_OF
#   plain-way.sh refresh TOOLS WORK SCHEMA TARGET.cnf
#
# TOOLS   folder of mysqldump and mysql, or of mariadb-dump and mariadb
# WORK    folder for dump.sql.gz, which a night leaves and a refresh reads
# *.cnf   option files with host, port, user and password, mode 0600: no password in an argument
# AS_OF   "now" for the window of applications that stay: 'YYYY-MM-DD hh:mm:ss' in UTC
set -euo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
job=$1 tools=$2 work=$3 schema=$4
[[ $schema =~ ^[A-Za-z0-9_]+$ ]] || { echo "not a plain schema name: $schema" >&2; exit 2; }

program() { # the first of these names that is there
  local name
  for name in "$@"; do
    if [[ -x $tools/$name ]]; then echo "$tools/$name"; return; fi
  done
  echo "neither of $* is in $tools" >&2
  exit 2
}
dump=$(program mysqldump mariadb-dump)
client=$(program mysql mariadb)

dump_all=(--single-transaction --quick --routines --triggers --events --hex-blob
  --default-character-set=utf8mb4)
if [[ $("$dump" --version) != *MariaDB* ]]; then
  dump_all+=(--set-gtid-purged=OFF --column-statistics=0 --no-tablespaces)
fi

timed() { # name, command...
  local name=$1 start=${EPOCHREALTIME/./} us
  shift
  "$@"
  us=$((${EPOCHREALTIME/./} - start))
  printf '%s %d.%03d\n' "$name" $((us / 1000000)) $((us / 1000 % 1000))
}

empty_schema() { # option file
  "$client" --defaults-file="$1" -e \
    "DROP DATABASE IF EXISTS $schema; CREATE DATABASE $schema CHARACTER SET utf8mb4"
}

sql() { # option file, file of statements
  { echo "SET time_zone = '+00:00', @as_of = '$as_of';"; cat "$2"; } |
    "$client" --defaults-file="$1" --default-character-set=utf8mb4 "$schema"
}

copy() {
  empty_schema "$scratch"
  "$dump" --defaults-file="$source" "${dump_all[@]}" "$schema" |
    "$client" --defaults-file="$scratch" --default-character-set=utf8mb4 "$schema"
}

dump_small() {
  "$dump" --defaults-file="$scratch" "${dump_all[@]}" "$schema" | gzip > "$work/dump.sql.gz"
}

load() {
  empty_schema "$target"
  zcat "$work/dump.sql.gz" |
    "$client" --defaults-file="$target" --default-character-set=utf8mb4 "$schema"
}

case $job in
  night)
    source=$5 scratch=$6 as_of=$7
    [[ $as_of =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}\ [0-9:]{8}$ ]] || { echo "not a time: $as_of" >&2; exit 2; }
    timed copy copy
    timed rows sql "$scratch" "$here/plain-way-rows.sql"
    timed masks sql "$scratch" "$here/plain-way-masks.sql"
    timed dump dump_small
    ;;
  refresh)
    target=$5
    timed load load
    ;;
  *)
    echo "night or refresh, not $job" >&2
    exit 2
    ;;
esac
