"""What each error means in words, and what to do next. Loaded only when something fails."""
