"""One file for each page: what it shows, and what its form does."""
