"""What can be wrong, as codes and facts; `cli` and `web` have the words for their readers."""
