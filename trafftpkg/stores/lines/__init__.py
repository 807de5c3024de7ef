"""One entry as one line of bytes, and the chain that holds lines together; knows no database."""
