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
    find "$root/build" "$root/deployment" "$root"/*.props "$root/global.json" "$root/BannedSymbols.txt" \
      -path "$root/deployment/environments" -prune -o -newer "$stamp" -print | head -n 1
  )" ]]
}

# Without the analyzers, which take as long as the compiler; the tests build with them.
build() {
  dotnet msbuild "$root/build/Build.csproj" -restore -t:"$1" -p:Configuration=Release -p:RunAnalyzers=false -v:quiet -nologo "${@:2}" >&2
}

# Compiles ahead of time, which saves each run some time; a feed may lack the compiler for that.
fast_start() {
  [[ ${FastStart:-true} != false ]] && ls -d "${NUGET_PACKAGES:-$HOME/.nuget/packages}"/microsoft.netcore.app.crossgen2.* >/dev/null 2>&1
}

# The second round is for an edit made while the compiler ran, which MSBuild's own timestamps can miss.
for target in Publish "Rebuild;Publish"; do
  stale || break
  mkdir -p "$root/artifacts"
  echo "Building the host; the first time this takes a minute or two." >&2
  touch "$stamp.new" # before the build: an edit made meanwhile counts as newer
  build "$target" || {
    fast_start && exit 1
    echo "The feed does not carry Microsoft.NETCore.App.Crossgen2; building without it." >&2
    export FastStart=false
    build "$target"
  }
  mv "$stamp.new" "$stamp"
done

exec dotnet "$host" "$@"
