#!/usr/bin/env bash
# Writes which packages are in the host: those that the projects refer to, and those that come inside Cake.Tool, which no project refers to.
# Usage: bill-of-materials.sh VERSION FOLDER. Writes FOLDER/layercake-VERSION.cdx.json; the host must have been published to artifacts/host.
set -euo pipefail

version="${1:?the version, such as 1.2.3}"
file="$(realpath "${2:?the folder for the file}")/layercake-$version.cdx.json"
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The tool is in .config/dotnet-tools.json, so that everyone uses one version of it.
dotnet tool restore >&2
dotnet tool run dotnet-CycloneDX build/Build.csproj --recursive --exclude-dev --base-intermediate-output-path artifacts/obj \
  --output "$(dirname "$file")" --filename "$(basename "$file")" --output-format Json --set-name layercake --set-version "$version" >&2

cake="$(dotnet msbuild build/Build.csproj -getProperty:CakeAssemblies)"
cake_version="$(dotnet msbuild build/Build.csproj -getProperty:CakeVersion)"
published="$(cd artifacts/host && printf '%s\n' *.dll)"
jq --arg cake_version "$cake_version" --arg published "$published" --slurpfile cake "$cake/Cake.deps.json" '
  def component(name; version):
    { type: "library", "bom-ref": "pkg:nuget/\(name)@\(version)", name: name, version: version, purl: "pkg:nuget/\(name)@\(version)" };
  def order: split(".") | map(tonumber? // 0);
  ($published | split("\n")) as $files
  | [ $cake[0].targets[] | to_entries[]
      | select(.value.runtime // {} | keys | any(split("/")[-1] | IN($files[])))
      | .key | split("/") | component(.[0]; .[1]) | select(.name | startswith("Cake") | not) ] as $inside
  | ($inside | map({ key: (.name | ascii_downcase), value: . }) | from_entries) as $inside_by_name
  | [.components[].name | ascii_downcase] as $known
  # Of an assembly that comes both ways, the higher version is in the host.
  | .components |= map($inside_by_name[.name | ascii_downcase] as $other
      | if $other and ($other.version | order) > (.version | order) then del(.hashes) + ($other | { version, purl }) else . end)
  | .components += [component("Cake.Tool"; $cake_version)] + ($inside | map(select(.name | ascii_downcase | IN($known[]) | not)))
' "$file" >"$file.new"
mv "$file.new" "$file"
