"""The reviewed TOML files: their shapes, how they are read, and the checks across them."""
