"""Sound in: files decoded, devices recorded."""

# The argument that makes a frozen slmsum serve as a capture process (see `slmsum.audio.capture`).
CAPTURE_ARGUMENT = "--slmsum-capture"
