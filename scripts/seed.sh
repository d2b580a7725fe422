#!/usr/bin/env bash
# Writes the demo's seed data with curl: the same calls with the same bodies (src/demo/seed/*.json) as `doorstep demo`.
# Running it twice changes nothing. Needs curl and jq.
#
#   DOORSTEP_API_TOKEN=… scripts/seed.sh [SIGN_IN_URL] [APP_URL]
set -euo pipefail
url=${1:-http://localhost:8080}
app_url=${2:-http://localhost:8081}
: "${DOORSTEP_API_TOKEN:?the API token that doorstep demo prints, or doorstep token add}"
bodies=$(cd "$(dirname "${BASH_SOURCE[0]}")/../src/demo/seed" && pwd)
declare -A ids=([app-url]=$app_url)

# api METHOD PATH [BODY]
api() {
  local -a body=()
  [ $# -lt 3 ] || body=(--header 'Content-Type: application/json' --data "$3")
  curl --silent --show-error --fail-with-body --request "$1" "${body[@]}" \
    --header 'Accept: application/json' --header "Authorization: SSWS $DOORSTEP_API_TOKEN" "$url$2"
}

# The body of a file, with identifiers in the places that name them.
body() {
  local text name
  text=$(<"$bodies/$1.json")
  for name in "${!ids[@]}"; do text=${text//"{{$name}}"/${ids[$name]}}; done
  printf '%s' "$text"
}

# create PATH KEY NAME: posts NAME.json unless PATH lists one with the same value at KEY already; remembers its identifier.
create() {
  local content id
  content=$(body "$3")
  id=$(api GET "$1" | jq -r --argjson new "$content" "[.[] | select($2 == (\$new | $2))][0].id // empty")
  if [ -z "$id" ]; then
    id=$(api POST "${1%%\?*}" "$content" | jq -r .id)
    echo "created $3: $id"
  else
    echo "there is $3 already: $id"
  fi
  ids[$3]=$id
}

create /api/v1/device-posture-checks .variableName check-macos-firewall
create /api/v1/device-posture-checks .variableName check-windows-firewall
for name in macos windows macos-grace windows-grace macos-hidden windows-hidden macos-latest; do
  create /api/v1/device-assurances .name "assurance-$name"
done
for app in ledger wiki payroll travel; do
  create '/api/v1/policies?type=ACCESS_POLICY' .name "policy-$app"
  rules=/api/v1/policies/${ids[policy-$app]}/rules
  create "$rules" .name "rule-$app"
  last=$(api GET "$rules" | jq -r '.[] | select(.system).id')
  api PUT "$rules/$last" "$(body catch-all)" >/dev/null
  create /api/v1/apps .label "app-$app"
  api PUT "/api/v1/apps/${ids[app-$app]}/policies/${ids[policy-$app]}"
done
for user in ana ben chiyo dalia; do
  create /api/v1/users .profile.login "user-$user"
done
