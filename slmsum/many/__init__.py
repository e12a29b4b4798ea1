"""Many conversations: batches on this machine or a cluster, and folders that are watched."""
