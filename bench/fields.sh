#!/usr/bin/env bash
# Deploys every field of the kinds in CatalogueForm.All to the local cloud, with one value and another, and compares what becomes of it with
# tests/Engine.Tests/FieldCatalogue/fields.txt, of which the tests try a sample. Takes a minute. Usage: fields.sh [accept]; accept writes the file.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LAYERCAKE_CATALOGUE=${1:-whole}
dotnet build tests/Engine.Tests -v:q -nologo
exec dotnet test artifacts/bin/Engine.Tests/debug/Layercake.Engine.Tests.dll --filter FullyQualifiedName~FieldCatalogueTests
