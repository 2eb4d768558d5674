"""What a user meets: the command line, and the views of a ledger as text, JSON and HTML."""
