"""Sell and redeem prepaid service packages on an append-only ledger."""

__version__ = "0.1.0"
