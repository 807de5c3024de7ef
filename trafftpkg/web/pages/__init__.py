"""One file for each page: what it shows, and what its form asks of the engine."""
