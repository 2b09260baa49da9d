"""Windows: work cut by time, done from files to files, and put together again."""
