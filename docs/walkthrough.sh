#!/usr/bin/env bash
# The whole way of one citizen with curl, against a demo installation: register, apply, pay, confirm, print, check.
# docs/integrators.md explains each step; a test runs this file. Needs curl and python3.
#   API=http://127.0.0.1:8080 SIMULATOR=http://127.0.0.1:8081 docs/walkthrough.sh
set -euo pipefail
API=${API:-http://127.0.0.1:8080}
SIMULATOR=${SIMULATOR:-http://127.0.0.1:8081}
FIN=${FIN:-5NM1A2C}
BORN=${BORN:-2002-03-14}
PHONE=${PHONE:-505550117}
EMAIL=${EMAIL:-aysel@example.az}
PASSWORD=${PASSWORD:-yaşıl-qatar-17-limon}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
jar=$work/cookies

field() { python3 -c 'import json,sys
value = json.load(sys.stdin)
for name in sys.argv[1].split("."): value = value[int(name)] if name.isdigit() else value[name]
print(value)' "$1"; }
key() { python3 -c 'import uuid; print(uuid.uuid4())'; }
# A call that must succeed: method, path, body (or -), more curl arguments.
call() {
  local method=$1 path=$2 body=$3; shift 3
  local data=(); [ "$body" = - ] || data=(--header 'Content-Type: application/json' --data "$body")
  local status
  status=$(curl -sS -o "$work/answer" -w '%{http_code}' -X "$method" "$API/api/v1$path" -b "$jar" -c "$jar" \
    --header 'X-Qabul: walkthrough' --header 'Accept-Language: en' "${data[@]}" "$@")
  if [ "${status:0:1}" != 2 ]; then echo "$method $path -> $status" >&2; cat "$work/answer" >&2; echo >&2; exit 1; fi
  cat "$work/answer"
}

echo "1. register"
call POST /registrations '{"wayIn":"citizen"}' > /dev/null
call POST /registrations/current/identity "{\"fin\":\"$FIN\",\"birthDate\":\"$BORN\"}" | field maskedName
call POST /registrations/current/identity/confirm - > /dev/null
call POST /registrations/current/phone "{\"phone\":\"$PHONE\"}" > /dev/null
code=""
for _ in $(seq 1 50); do
  code=$(curl -sS "$SIMULATOR/inbox.json" | python3 -c 'import json,re,sys
found = [m for s in json.load(sys.stdin)["sms"] if s["to"].endswith(sys.argv[1][-9:]) for m in re.findall(r"\b\d{6}\b", s["text"])]
print(found[-1] if found else "")' "$PHONE"); [ -n "$code" ] && break; sleep 0.1
done
call POST /registrations/current/phone/verify "{\"code\":\"$code\"}" > /dev/null
call POST /registrations/current/email "{\"email\":\"$EMAIL\",\"emailAgain\":\"$EMAIL\"}" > /dev/null
call POST /registrations/current/password "{\"password\":\"$PASSWORD\",\"passwordAgain\":\"$PASSWORD\"}" > /dev/null

echo "2. sign in"
token=$(call POST /sessions "{\"login\":\"$EMAIL\",\"password\":\"$PASSWORD\"}" | field accessToken)
auth=(--header "Authorization: Bearer $token")

echo "3. open an application"
campaign=$(call GET /campaigns - | field items.0.id)
id=$(call POST /applications "{\"campaignId\":\"$campaign\"}" "${auth[@]}" --header "Idempotency-Key: $(key)" | field id)

echo "4. fill in the three sections"
save() { call PUT "/applications/$id/answers" "$1" "${auth[@]}" --header 'If-Match: "0"' > /dev/null; }
degree=$(call GET "/applications/$id" - "${auth[@]}" | field education.degrees.0.id)
save '{"step":"masterExam.personal","answers":{"namesChanged":false}}'
save "{\"step\":\"masterExam.education\",\"answers\":{\"degreeId\":\"$degree\",\"priorMaster\":\"none\"}}"
save '{"step":"masterExam.exam","answers":{"section":"az","foreignLanguage":"en","specializationLanguage":"none"}}'

echo "5. top up the balance"
call POST /wallet/top-ups '{"amount":5000}' "${auth[@]}" --header "Idempotency-Key: $(key)" > "$work/topup"
page=$(field redirectUrl < "$work/topup"); topup=$(field id < "$work/topup")
curl -sS -o /dev/null -X POST "$page" --data 'act=pay'
for _ in $(seq 1 50); do
  [ "$(call GET "/wallet/top-ups/$topup" - "${auth[@]}" | field state)" = paid ] && break; sleep 0.1
done
call GET /wallet - "${auth[@]}" | field balanceText

echo "6. confirm, twice with one key: one charge"
etag=$(call GET "/applications/$id" - "${auth[@]}" | field etag)
once=$(key)
for _ in 1 2; do
  call POST "/applications/$id/confirm" '{"consentedFee":5000,"consent":true}' "${auth[@]}" \
    --header "Idempotency-Key: $once" --header "If-Match: \"$etag\"" | field balanceText
done

echo "7. print"
call GET "/applications/$id/print" - "${auth[@]}" > "$work/print.pdf"
head -c 5 "$work/print.pdf"; echo
[ -z "${KEEP:-}" ] || cp "$work/print.pdf" "$KEEP"

echo "8. status"
call GET "/applications/$id" - "${auth[@]}" | field stateText
call GET "/applications/$id/timeline" - "${auth[@]}" | field items.1.text
call GET /notices - "${auth[@]}" | field items.0.title
echo "done"
