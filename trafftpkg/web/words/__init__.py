"""What each error means to a client of the business, and what they can do next."""
