# Databricks notebook source
# Loads the orders of a day.
catalog = dbutils.widgets.get("catalog")
orders = spark.range(0, 1000).selectExpr("id AS order_id", "id % 7 AS weekday", "rand() * 100 AS amount")

# COMMAND ----------

orders.write.mode("overwrite").saveAsTable(f"{catalog}.sales.orders")
