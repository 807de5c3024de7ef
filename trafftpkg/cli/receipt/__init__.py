"""A receipt at the terminal: its text, and its words."""
