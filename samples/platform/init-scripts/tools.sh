#!/bin/bash
# What people want on the cluster that they try things out on.
set -euo pipefail
/databricks/python/bin/pip install --quiet "holidays>=0.50"
