#!/usr/bin/env bash
# Starts a local cloud of its own and calls it with two public clients as they are: the Python SDK (databricks/databricks-sdk-py) and the .NET
# client (Azure/azure-databricks-client), from the lists in clients/. Ends with 1 when an answer is not as a client's models or a list expect.
# Usage: clients.sh SDK_SOURCE CLIENT_SOURCE. Both are clones; PYTHON is the python to use, which needs the SDK's requirements: requests,
# protobuf and google-auth 2.
set -euo pipefail

[[ $# -eq 2 ]] || { sed -n '2,5s/^# //p' "$0" >&2; exit 2; }
sdk=$(cd "$1" && pwd) client=$(cd "$2" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder=$(mktemp -d)
cloud=
stop() {
  [[ -z $cloud ]] || { kill "$cloud" && wait "$cloud"; } 2>/dev/null || true
  rm -rf "$folder"
}
trap stop EXIT

dotnet build bench/clients/dotnet/Clients.csproj -p:ClientSource="$client" -p:RunAnalyzers=false -v:quiet -nologo
./build.sh --target=LocalCloud --state="$folder/state" --cloud-file="$folder/cloud.json" >"$folder/cloud.log" 2>&1 &
cloud=$!
until [[ -f $folder/cloud.json ]]; do
  kill -0 "$cloud" 2>/dev/null || { cat "$folder/cloud.log" >&2; exit 1; }
  sleep 0.2
done

export PYTHONPATH="$sdk${PYTHONPATH:+:$PYTHONPATH}" PYTHONDONTWRITEBYTECODE=1
failed=0
"${PYTHON:-python3}" bench/clients/python/run.py "$folder/cloud.json" || failed=1
dotnet artifacts/bin/Clients/debug/Layercake.Bench.Clients.dll "$folder/cloud.json" bench/clients/dotnet/calls || failed=1
exit $failed
