"""What is kept: observations in Delta tables, decisions in a database."""
