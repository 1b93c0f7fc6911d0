#!/usr/bin/env bash
# Changes the code in one small place after another, runs the tests after each change, and tells which changes no test notices. Takes hours.
# Usage: mutation.sh [FILE] [OPTION...]. FILE is the end of a path, such as Fields/FieldDiff.cs or Planning/*.cs; the options are Stryker's.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
version=5.1.0
tool="$PWD/artifacts/tools/stryker-$version"
[[ -x $tool/dotnet-stryker ]] || dotnet tool install dotnet-stryker --version "$version" --tool-path "$tool" >&2

options=()
if [[ $# -gt 0 && $1 != -* ]]; then
  options+=(--mutate "**/$1")
  shift
fi

export RunAnalyzers=false # they would take as long as the compiler
cd tests/Engine.Tests
exec "$tool/dotnet-stryker" --skip-version-check --output ../../artifacts/mutation ${options[@]+"${options[@]}"} "$@"
