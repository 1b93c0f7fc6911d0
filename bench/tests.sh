#!/usr/bin/env bash
# Runs every test, also those that --target=Test leaves out because they take long and are covered in part by others (trait Extent=Whole).
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
LAYERCAKE_TESTS=whole exec ./build.sh --target=Test
