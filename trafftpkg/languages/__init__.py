"""The languages that clients are spoken to in, on the page and in letters: words, days, and money."""
