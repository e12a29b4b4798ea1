"""slmsum as a server of tools for assistants: MCP over standard input and output, no network."""
