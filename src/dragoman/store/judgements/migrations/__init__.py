"""The steps by which the database of a store came to its present tables; run on opening."""
