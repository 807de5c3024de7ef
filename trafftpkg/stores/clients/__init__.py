"""Who the clients are, and how they are found; over tables wherever these are kept."""
