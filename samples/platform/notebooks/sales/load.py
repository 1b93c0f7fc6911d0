# Databricks notebook source
# Loads the orders of a week.
catalog = dbutils.widgets.get("catalog")
orders = spark.range(0, 1000).selectExpr(
    "id AS order_id",
    "date_sub(current_date(), cast(1 + id % 7 AS int)) AS order_date",
    "id % 7 AS weekday",
    "rand() * 100 AS amount",
)

# COMMAND ----------

orders.write.mode("overwrite").saveAsTable(f"{catalog}.sales.orders")
