"""Work in processes: a pool of workers that knows nothing of what it does."""
