#!/usr/bin/env bash
# Builds the container image of docs/container.md with the SDK, unpacks its layers into a folder, and starts the web page there: as a user
# that is not root, with a program folder that nobody can write to, and with the image's own variables and command alone.
#
# No base image is at hand where this runs, so one is made of this machine: .NET, Git, a shell and the libraries they need. It is served
# to the SDK by a small registry on loopback. Needs root, python3, jq, curl and util-linux.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
work="$(mktemp -d)"
user=1654 # what the base images of .NET call app
registry=
page=
cloud=
stop() {
  for process in $page $cloud $registry; do
    kill "$process" 2>/dev/null || true
  done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT

echo "Making a base image of this machine"
base="$work/base"
mkdir -p "$base"/{home/app,tmp,etc,dev,proc,usr/bin,usr/lib} "$work/registry"
chmod 1777 "$base/tmp"
chown "$user:$user" "$base/home/app"
ln -s usr/bin "$base/bin"
ln -s usr/lib "$base/lib"
ln -s usr/lib64 "$base/lib64"
echo "app:x:$user:$user::/home/app:/bin/sh" >"$base/etc/passwd"
echo "app:x:$user:" >"$base/etc/group"
dotnet="$(dirname "$(readlink -f "$(command -v dotnet)")")"
programs=("$(command -v git)" "$(command -v dash)" "$(command -v env)")
cp -L --parents "${programs[@]}" "$base"
ln -s dash "$base/usr/bin/sh"
mkdir -p "$base/usr/share/dotnet"
cp -a "$dotnet"/{dotnet,host,shared} "$base/usr/share/dotnet"
ln -s ../share/dotnet/dotnet "$base/usr/bin/dotnet"
cp -a --parents /usr/lib/git-core /etc/ssl "$base"
cp -aL --parents /usr/share/ca-certificates "$base" 2>/dev/null || true
libraries=(/usr/lib/*/libssl.so.3 /usr/lib/*/libcrypto.so.3) # .NET opens them by name
find "$base/usr/share/dotnet" -name '*.so' -print0 | xargs -0 ldd "${programs[@]}" "${libraries[@]}" "$dotnet/dotnet" "$(git --exec-path)/git-remote-https" 2>/dev/null |
  sed -n 's/.* => \(\/[^ ]*\) .*/\1/p; s/^\s*\(\/lib64[^ ]*\) .*/\1/p' | cat - <(printf '%s\n' "${libraries[@]}") | sort -u | while read -r library; do
  target="$base/$(realpath --no-symlinks "$library" | sed 's|^/lib|/usr/lib|; s|^/usr/usr|/usr|')"
  mkdir -p "$(dirname "$target")"
  cp -L "$library" "$target"
done

tar -C "$base" --numeric-owner -cf "$work/layer.tar" .
diff_id="$(sha256sum "$work/layer.tar" | cut -d' ' -f1)"
gzip -1 "$work/layer.tar"
layer="$(sha256sum "$work/layer.tar.gz" | cut -d' ' -f1)"
mv "$work/layer.tar.gz" "$work/registry/$layer"
jq -n --arg diff "sha256:$diff_id" --arg user "$user" '{architecture: "amd64", os: "linux", created: "2026-01-01T00:00:00Z",
  config: {User: $user, Env: ["PATH=/usr/bin:/bin", "HOME=/home/app", "APP_UID=\($user)", "DOTNET_VERSION=10.0.0"]},
  rootfs: {type: "layers", diff_ids: [$diff]}, history: [{created: "2026-01-01T00:00:00Z", created_by: "this machine"}]}' >"$work/config"
config="$(sha256sum "$work/config" | cut -d' ' -f1)"
mv "$work/config" "$work/registry/$config"
jq -n --arg config "sha256:$config" --arg layer "sha256:$layer" \
  --argjson config_size "$(stat -c %s "$work/registry/$config")" --argjson layer_size "$(stat -c %s "$work/registry/$layer")" '{
  schemaVersion: 2, mediaType: "application/vnd.oci.image.manifest.v1+json",
  config: {mediaType: "application/vnd.oci.image.config.v1+json", digest: $config, size: $config_size},
  layers: [{mediaType: "application/vnd.oci.image.layer.v1.tar+gzip", digest: $layer, size: $layer_size}]}' >"$work/registry/manifest.json"

python3 "$root/bench/container/registry.py" "$work/registry" >"$work/port" &
registry=$!
# Waits for what the command finds, and not longer than two minutes; a process that ended says why in its log.
wait_for() { # process, log, command…
  local process="$1" log="$2" end=$((SECONDS + 120))
  shift 2
  until "$@"; do
    if ! kill -0 "$process" 2>/dev/null || ((SECONDS >= end)); then
      echo "Waited in vain: $*"
      cat "$log"
      exit 1
    fi
    sleep 0.2
  done
}
wait_for "$registry" /dev/null test -s "$work/port"

echo "Building the image"
dotnet msbuild "$root/build/Build.csproj" -restore -t:ContainerImage -v:quiet -nologo -p:RunAnalyzers=false \
  "-p:ContainerBaseImage=localhost:$(<"$work/port")/base:1" "-p:ContainerArchiveOutputPath=$work/image.tar.gz"
mkdir "$work/image" "$work/rootfs"
tar -C "$work/image" -xf "$work/image.tar.gz"
blob() { echo "$work/image/blobs/${1/://}"; }
manifest="$(blob "$(jq -r '.manifests[0].digest' "$work/image/index.json")")"
jq -r '.layers[].digest' "$manifest" | while read -r digest; do
  tar -C "$work/rootfs" --numeric-owner -xf "$(blob "$digest")"
  echo "layer $(du -k "$(blob "$digest")" | cut -f1) KiB"
done
settings="$(blob "$(jq -r '.config.digest' "$manifest")")"
mapfile -t variables < <(jq -r '.config.Env[]' "$settings")
mapfile -t command < <(jq -r '(.config.Entrypoint + .config.Cmd)[]' "$settings")
echo "started as: ${command[*]}"

# Each start gets what a container runtime gives: the image, /tmp, /dev, /proc, a volume for the state, and the assets, read-only.
cat >"$work/enter.sh" <<'ENTER'
set -e
rootfs="$1" volume="$2" assets="$3"
shift 3
mount --bind "$rootfs" "$rootfs"
mount -o remount,bind,ro "$rootfs"
mount -t tmpfs tmpfs "$rootfs/tmp"
mount -t proc proc "$rootfs/proc"
mount --rbind /dev "$rootfs/dev"
mount --bind "$volume" "$rootfs/home/app"
mount --bind "$assets" "$rootfs/assets"
mount -o remount,bind,ro "$rootfs/assets"
exec chroot --userspec="$(stat -c %u:%g "$volume")" "$rootfs" /usr/bin/env -i -C /app "$@"
ENTER
mkdir "$work/rootfs/assets" "$work/volume"
chown "$user:$user" "$work/volume"
container() { # assets, then more variables
  local assets="$1"
  shift
  unshare --mount --pid --fork --kill-child bash "$work/enter.sh" "$work/rootfs" "$work/volume" "$assets" "${variables[@]}" "$@" "${command[@]}"
}

echo "Starting a local cloud outside of the image"
"$root/build.sh" --target=LocalCloud "--state=$work/cloud" "--cloud-file=$work/cloud.json" >"$work/cloud.log" 2>&1 &
cloud=$!
wait_for "$cloud" "$work/cloud.log" test -s "$work/cloud.json"
"$root/build.sh" --env=local "--cloud-file=$work/cloud.json" >/dev/null

mkdir -p "$work/assets/deployment/environments" "$work/assets/jobs"
jq -n --arg url "$(jq -r .workspace_http "$work/cloud.json")" \
  '{workspace_url: $url, authority_type: "pat", notebooks_path: "/Shared/layercake/notebooks"}' >"$work/assets/deployment/environments/prod.json"
git -C "$work/assets" init --quiet --initial-branch=main
git -C "$work/assets" add --all
git -C "$work/assets" -c user.name=bench -c user.email=bench@localhost commit --quiet --message "The environment"
chown -R "$user:$user" "$work/assets"
chmod a+x "$work"

# As a container runtime does: SIGTERM to the process that was started, and SIGKILL to what is left after ten seconds.
stop_page() {
  local started="$page" next
  while next="$(pgrep -P "$started")"; do started="$next"; done
  kill -TERM "$started"
  timeout 10 tail --pid="$started" -f /dev/null || { echo "It had to be killed."; kill -KILL "$started"; }
  wait "$page" || echo "exit code $?"
  page=
}

# Starts the page, opens it, looks for the environment in the first answer, and stops it.
show() {
  echo "Starting the page in the image with $1"
  : >"$work/page.log"
  container "$work/assets" "$1" LAYERCAKE_OPTION_PORT=0 "DATABRICKS_TOKEN=$(jq -r .token "$work/cloud.json")" >"$work/page.log" 2>&1 &
  page=$!
  wait_for "$page" "$work/page.log" grep -q secret= "$work/page.log"
  curl --silent --show-error --fail --location --cookie-jar "$work/cookies" --cookie "$work/cookies" \
    "$(grep -o 'http://[^ ]*secret=[^ ]*' "$work/page.log")" >"$work/first.html"
  grep -q '>prod<' "$work/first.html" || { echo "The first page lacks the environment."; cat "$work/first.html"; exit 1; }
  stop_page
  # What Cake brings along makes settings of NuGet for a user who has none.
  elsewhere="$(find "$work/volume" -mindepth 1 -maxdepth 1 -not -name layercake -not -name .nuget)"
  [[ -z $elsewhere ]] || { echo "Written outside of /home/app/layercake: $elsewhere"; exit 1; }
  echo "shown: the environment; stopped with files in the volume: $(find "$work/volume" -type f | wc -l)"
}

show LAYERCAKE_OPTION_ASSETS=/assets
show LAYERCAKE_OPTION_CLONE=file:///assets

echo "Asking the workspace from the image"
command=("${command[@]:0:2}" --target=CheckConnection --env=prod)
container "$work/assets" LAYERCAKE_OPTION_ASSETS=/assets "DATABRICKS_TOKEN=$(jq -r .token "$work/cloud.json")"
