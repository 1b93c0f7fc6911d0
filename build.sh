#!/usr/bin/env bash
# Runs the host in build/, building it first when anything it is made of changed since the last build.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
host="$root/artifacts/host/Build.dll"
stamp="$root/artifacts/build.stamp"
compiler=
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

# Whether anybody can read what is said must not decide whether something is deployed.
{ : >&2; } 2>/dev/null || exec 2>/dev/null

if ! command -v dotnet >/dev/null; then
  echo "dotnet is not on the PATH. Install the .NET SDK that global.json names, from your package manager or https://dot.net, and try again." >&2
  exit 127
fi

# Whoever is signalled, this script alone or all that runs in the terminal: the compiler ends, and no stamp says that it was done.
stop() {
  trap '' INT TERM
  if [[ -n $compiler ]]; then
    { kill -TERM "$compiler" && wait "$compiler"; } 2>/dev/null || true
  fi
  rm -f "$stamp.new"
  exit "$1"
}
trap 'stop 130' INT
trap 'stop 143' TERM

stale() (
  [[ -f $host && -f $stamp ]] || exit 0
  cd "$root"
  counts=() pruned=()
  while read -r line; do
    case $line in
      '' | '#'*) ;;
      '!'*) pruned+=(-path "${line#!}" -prune -o) ;;
      *) for path in $line; do if [[ -e $path ]]; then counts+=("$path"); fi; done ;; # a pattern, for the files that there are
    esac
  done <build/inputs.txt
  [[ -n "$(find "${counts[@]}" "${pruned[@]}" -newer "$stamp" -print)" ]]
)

# The second round is for an edit made while the compiler ran, which MSBuild's own timestamps can miss.
for target in Publish "Rebuild;Publish"; do
  stale || break
  mkdir -p "$root/artifacts"
  echo "Building the host; the first time this takes half a minute or more." >&2 || true
  touch "$stamp.new" # before the build: an edit made meanwhile counts as newer
  # Without the analyzers, which take as long as the compiler; the tests build with them.
  dotnet msbuild "$root/build/Build.csproj" -restore -t:"$target" -m -p:Configuration=Release -p:RunAnalyzers=false -v:quiet -nologo >&2 &
  compiler=$! # in the background, since bash sees a signal only after what runs in the foreground
  wait "$compiler"
  compiler=
  mv "$stamp.new" "$stamp"
done

exec dotnet "$host" "$@"
