"""What is mailed to clients, by the page and by the night job."""
