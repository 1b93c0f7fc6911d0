SELECT count(*) AS orders
FROM ${var.catalog}.sales.orders
WHERE order_date = current_date() - INTERVAL 1 DAY
