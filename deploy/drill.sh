#!/bin/sh
# drill.sh FOLDER: restores the newest backup of the folder to a temporary place and checks ledger, audit and heads
# there. Fails if there is no backup, if it is older than a day, or if a check fails.
set -eu
newest=$(ls -1 "$1"/qabul-*.db 2>/dev/null | sort | tail -n 1)
[ -n "$newest" ] || { echo "drill: no backup in $1" >&2; exit 1; }
[ -n "$(find "$newest" -mtime -1)" ] || { echo "drill: $newest is older than a day" >&2; exit 1; }
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
began=$(date +%s)
unset QABUL_AUDIT_HEADS
QABUL_DATABASE="sqlite:$place/qabul.db" "${QABUL_PROGRAM:-qabul}" restore "$newest"
echo "drill: $newest put back and checked in $(($(date +%s) - began)) s"
