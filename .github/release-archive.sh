#!/usr/bin/env bash
# Makes the archive of a release: the host that was built last, the environments and templates beside it, the samples, and a start script.
# Usage: release-archive.sh VERSION FOLDER. Writes FOLDER/layercake-VERSION.zip; build.sh or MSBuild must have published to artifacts/host.
set -euo pipefail

version="${1:?the version, such as 1.2.3}"
folder="$(realpath "${2:?the folder for the archive}")"
cd "$(dirname "${BASH_SOURCE[0]}")/.."

name="layercake-$version"
content="$(mktemp -d)"
trap 'rm -rf "$content"' EXIT

# From the commit: nothing that lies about in the working tree gets in.
git archive --prefix="$name/" HEAD clusters init-scripts jobs notebooks deployment/environments deployment/infrastructure \
  CHANGELOG.md LICENSE README.md | tar -x -C "$content"
cp -R artifacts/host "$content/$name/host"
find "$content/$name/host" -name '*.pdb' -delete

cat >"$content/$name/layercake.sh" <<'START'
#!/usr/bin/env bash
# Starts the host in this folder; takes its options, such as --assets=../our-assets --env=dev.
set -euo pipefail
exec dotnet "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/host/Build.dll" "$@"
START
chmod +x "$content/$name/layercake.sh"

rm -f "$folder/$name.zip"
(cd "$content" && zip --quiet --recurse-paths -X "$folder/$name.zip" "$name")
