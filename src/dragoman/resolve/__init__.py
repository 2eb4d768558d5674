"""What names stand for: actors, places, days."""
