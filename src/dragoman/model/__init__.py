"""Records: frozen structs that cross from one stage to the next, and nothing else does."""
