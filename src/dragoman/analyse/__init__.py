"""Questions to many readings at once."""
