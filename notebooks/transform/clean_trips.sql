-- Databricks notebook source
-- MAGIC %md
-- MAGIC ## Clean trips
-- MAGIC Drops trips that cannot be: no distance, no fare, or an end before the start.

-- COMMAND ----------

CREATE OR REPLACE TABLE default.trips_clean AS
SELECT
  tpep_pickup_datetime AS picked_up_at,
  tpep_dropoff_datetime AS dropped_off_at,
  trip_distance AS miles,
  fare_amount AS fare
FROM default.trips_raw
WHERE trip_distance > 0
  AND fare_amount > 0
  AND tpep_dropoff_datetime > tpep_pickup_datetime;
