# Databricks notebook source
# The orders that have an amount, as a table of a pipeline.
import dlt

catalog = spark.conf.get("orders.catalog")


@dlt.table(comment="Orders with an amount.")
def clean_orders():
    return spark.table(f"{catalog}.sales.orders").where("amount > 0")
