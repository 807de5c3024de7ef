"""The door of the booking page: signing in, sessions, signatures, and limits of attempts."""
