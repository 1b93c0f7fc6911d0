// Databricks notebook source
// MAGIC %md
// MAGIC ## Trips by day

// COMMAND ----------

import org.apache.spark.sql.functions._

val byDay = spark.table("default.trips_clean")
  .groupBy(to_date(col("picked_up_at")).as("day"))
  .agg(count("*").as("trips"), round(sum("fare"), 2).as("fares"), round(avg("miles"), 2).as("miles"))
  .orderBy("day")

byDay.write.mode("overwrite").saveAsTable("default.trips_by_day")
