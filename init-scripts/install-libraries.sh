#!/bin/bash
# Runs on every node of a cluster when it starts: installs what the notebooks import.
set -euo pipefail

/databricks/python/bin/pip install --quiet --disable-pip-version-check 'tabulate==0.9.0'
