"""Sound in: files decoded, devices recorded."""
