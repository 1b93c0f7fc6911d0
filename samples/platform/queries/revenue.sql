SELECT weekday, sum(amount) AS revenue
FROM ${var.catalog}.sales.orders
GROUP BY weekday
ORDER BY weekday
