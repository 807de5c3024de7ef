"""What must hold of every entry that a request decided: one small check for each kind of fact.

Replay applies events and never decides (R-1.10), so a well-chained line may say what no request could have
decided. These checks ask the rules themselves what they give, and name every difference.
"""
