"""The client book: who the clients are and how they are found, over tables of any database."""
