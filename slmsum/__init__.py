"""Turn conversations into minutes that can be trusted, on the user's own machine."""

__version__ = "0.1.0"
