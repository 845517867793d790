#!/bin/sh
# as-service.sh COMMAND…: run by root, starts a command of the portal with the service's user, settings and secrets.
# `qabul` alone would use a database below the current folder, and its files would belong to root.
set -eu
exec systemd-run --quiet --pipe --wait --collect --same-dir --uid=qabul --gid=qabul \
    --property=EnvironmentFile=/etc/qabul/environment \
    --property=Environment=QABUL_DATABASE=sqlite:/var/lib/qabul/qabul.db \
    --property=Environment=QABUL_AUDIT_HEADS=/var/log/qabul/audit.heads \
    --property=LoadCredential=secrets.json:/etc/qabul/secrets.json \
    --property=Environment=QABUL_SECRETS_FILE=%d/secrets.json \
    --property=UMask=0077 \
    "${QABUL_PROGRAM:-/usr/local/bin/qabul}" "$@"
