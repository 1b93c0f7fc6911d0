#!/usr/bin/env bash
# Prints what CHANGELOG.md says of the version that a tag names, without the heading.
# Usage: release-notes.sh TAG [CHANGELOG]. Ends with 1 when the tag is no version, or the changelog has nothing under it.
set -euo pipefail

tag="${1:?the tag, such as v1.2.3}"
changelog="${2:-CHANGELOG.md}"

stop() {
  if [[ -n ${GITHUB_ACTIONS:-} ]]; then echo "::error title=No release::$1" >&2; else echo "$1" >&2; fi
  exit 1
}

# Semantic Versioning without build metadata, which no file name and no NuGet version should carry.
number='(0|[1-9][0-9]*)'
if [[ ! $tag =~ ^v$number\.$number\.$number(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$ ]]; then
  stop "The tag $tag is no version. Tag the commit with v and three numbers, such as v1.2.3 or v1.2.3-rc.1."
fi
version="${tag#v}"

# From "## [1.2.3]" or "## [1.2.3] - 2026-12-31" to the next heading of that level, or to the links at the end; without empty lines around.
notes="$(awk -v heading="## [$version]" '
  { sub(/\r$/, "") }
  /^## / { within = index($0, heading) == 1 && substr($0, length(heading) + 1) ~ /^( - [0-9-]+)?$/; next }
  /^\[[^]]+\]: / { within = 0 }
  within && (started || NF) { started = 1; for (; empty > 0; empty--) print ""; if (NF) print; else empty++ }
' "$changelog")"

if [[ -z $notes ]]; then
  stop "$changelog has no section \"## [$version]\" with text, and $tag is to be released. Rename the section Unreleased to it, commit, and tag that commit."
fi
printf '%s\n' "$notes"
