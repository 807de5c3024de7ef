"""The index beside the ledger: disposable, it affects cost and never meaning."""
