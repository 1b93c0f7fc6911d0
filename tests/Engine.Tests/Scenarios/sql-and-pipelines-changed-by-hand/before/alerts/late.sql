select count(*) as late from orders
