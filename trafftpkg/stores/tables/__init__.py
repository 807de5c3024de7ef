"""What replay makes of the lines: rows, filters, movements and books, over a small set of SQL statements."""
