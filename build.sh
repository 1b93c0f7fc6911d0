#!/usr/bin/env bash
# Runs the host in build/, building it first when anything it is made of changed since the last build.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
host="$root/artifacts/host/Build.dll"
stamp="$root/artifacts/build.stamp"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

# Folders count too: their time changes when a file comes or goes. Environment files are read at run time and need no build.
stale() {
  [[ ! -f $host || ! -f $stamp ]] || [[ -n "$(
    find "$root/build" "$root/deployment" "$root"/*.props "$root"/*.targets "$root/global.json" "$root/BannedSymbols.txt" \
      -path "$root/deployment/environments" -prune -o -newer "$stamp" -print | head -n 1
  )" ]]
}

# The second round is for an edit made while the compiler ran, which MSBuild's own timestamps can miss.
for target in Publish "Rebuild;Publish"; do
  stale || break
  mkdir -p "$root/artifacts"
  echo "Building the host; the first time this takes half a minute or more." >&2
  touch "$stamp.new" # before the build: an edit made meanwhile counts as newer
  # Without the analyzers, which take as long as the compiler; the tests build with them.
  dotnet msbuild "$root/build/Build.csproj" -restore -t:"$target" -m -p:Configuration=Release -p:RunAnalyzers=false -v:quiet -nologo >&2
  mv "$stamp.new" "$stamp"
done

exec dotnet "$host" "$@"
