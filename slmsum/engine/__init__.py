# What a frozen app is started with to be a worker, since it has no Python to start one with.
WORKER_ARGUMENT = "--slmsum-worker"
