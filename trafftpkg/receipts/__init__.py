"""Receipts as people read them: the desk prints them, and the page offers them to clients."""
