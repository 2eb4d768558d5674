"""Claims side by side: merged, grouped into incidents, held against commitments."""
