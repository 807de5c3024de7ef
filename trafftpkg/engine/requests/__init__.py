"""What can be asked for: one request a file, with the decision that the engine makes on it."""
