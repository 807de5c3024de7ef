"""What replay makes of the lines: rows, filters, movements and books, over a few statements of SQL."""
