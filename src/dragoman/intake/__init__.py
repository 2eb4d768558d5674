"""Documents out of files and pages; refuses what cannot be read."""
