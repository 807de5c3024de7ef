"""What a business could pick instead, on the same entries: what each keeps, and what the same things take."""
