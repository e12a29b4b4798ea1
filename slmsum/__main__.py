"""`python -m slmsum` is the command line."""

from slmsum.cli.main import main

if __name__ == "__main__":
    main()
