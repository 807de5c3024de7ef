"""One entry as one line of bytes, and the hash chain of lines. Knows no database."""
