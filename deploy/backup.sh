#!/bin/sh
# backup.sh FOLDER: copies the SQLite database and the audit's heads, and keeps the newest 96 copies (one per quarter of
# an hour). The first copy of each day is also kept for 35 days. Copy the folder to another machine; it never contains
# the secrets file.
set -eu
folder=$1
stamp=$(date -u +%Y%m%dT%H%M%SZ)
day=${stamp%%T*}
mkdir -p "$folder/daily"
# Under a temporary name first, so that the drill never finds an incomplete copy.
trap 'rm -f "$folder/partial-$stamp" "$folder/partial-$stamp.heads"' EXIT
"${QABUL_PROGRAM:-qabul}" backup "$folder/partial-$stamp"
mv "$folder/partial-$stamp.heads" "$folder/qabul-$stamp.db.heads" 2>/dev/null || true
mv "$folder/partial-$stamp" "$folder/qabul-$stamp.db"
if [ ! -e "$folder/daily/qabul-$day.db" ]; then
    [ ! -e "$folder/qabul-$stamp.db.heads" ] || ln "$folder/qabul-$stamp.db.heads" "$folder/daily/qabul-$day.db.heads"
    ln "$folder/qabul-$stamp.db" "$folder/daily/qabul-$day.db"
fi
keep() {
    ls -1 "$1"/qabul-*.db 2>/dev/null | sort -r | tail -n "+$(($2 + 1))" | while read -r old; do rm -f "$old" "$old.heads"; done
}
keep "$folder" 96
keep "$folder/daily" 35
