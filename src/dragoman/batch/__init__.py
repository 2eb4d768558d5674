"""Many documents: cut into shards, read by workers, committed to the store, then grouped."""
