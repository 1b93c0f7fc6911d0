# Databricks notebook source
# Fails when no order was loaded.
catalog = dbutils.widgets.get("catalog")
assert spark.table(f"{catalog}.sales.orders").count() > 0, "no orders"
