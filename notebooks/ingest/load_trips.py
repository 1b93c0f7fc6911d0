# Databricks notebook source
# MAGIC %md
# MAGIC ## Load trips
# MAGIC Takes a sample of the taxi trips that every workspace has and keeps it as a table.

# COMMAND ----------

dbutils.widgets.text("rows", "10000", "How many trips to load")
rows = int(dbutils.widgets.get("rows"))

# COMMAND ----------

trips = spark.read.table("samples.nyctaxi.trips").limit(rows)
trips.write.mode("overwrite").saveAsTable("default.trips_raw")

# COMMAND ----------

dbutils.notebook.exit(str(trips.count()))
