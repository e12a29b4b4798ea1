"""Templates of minutes: what they consist of, when they fit, and how their sections are filled."""
