# Databricks notebook source
# MAGIC %md
# MAGIC ## Daily report

# COMMAND ----------

library(SparkR)

by_day <- sql("SELECT day, trips, fares, miles FROM default.trips_by_day ORDER BY day")
display(by_day)

# COMMAND ----------

busiest <- collect(limit(arrange(by_day, desc(by_day$trips)), 1))
cat(sprintf("Busiest day: %s with %d trips\n", format(busiest$day), busiest$trips))
