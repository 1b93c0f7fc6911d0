# Databricks notebook source
# MAGIC %md
# MAGIC ## Dates
# MAGIC Checks `lib/dates.py`. It needs nothing but Python, so it passes and fails on a laptop as it does in a workspace.

# COMMAND ----------

import os
import sys
from datetime import date

sys.path.append(os.path.abspath("../lib"))
from dates import days_between

# COMMAND ----------

days = days_between(date(2024, 2, 28), date(2024, 3, 1))
assert days == [date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)], f"February 29 is missing or both ends are not included: {days}"

# COMMAND ----------

assert days_between(date(2024, 5, 1), date(2024, 5, 1)) == [date(2024, 5, 1)], "a day is the only one between itself and itself"
assert days_between(date(2024, 5, 2), date(2024, 5, 1)) == [], "nothing lies between a day and the day before it"

# COMMAND ----------

dbutils.notebook.exit("3 checks passed")
