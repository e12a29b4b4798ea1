"""Writes voice_reference.json beside it with torch and librosa, which the tests do without.

    python tests/speech/make_voice_reference.py pretrained.pt

`pretrained.pt` is the file of the package Resemblyzer 0.1.4. Made with torch 2.13 and librosa 0.11
for the signal `buzz`: mel frames 0, 50 and 300, and the embeddings of the windows of 160 frames
from 0, 70 and 140.
"""

import json
import sys
from pathlib import Path

import librosa
import numpy as np
import torch

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from signals import buzz  # noqa: E402


def main() -> None:
    """Embed the signal as Resemblyzer would."""
    mels = librosa.feature.melspectrogram(y=buzz(), sr=16000, n_fft=400, hop_length=160, n_mels=40)
    frames = mels.astype(np.float32).T
    state = torch.load(sys.argv[1], map_location="cpu", weights_only=True)["model_state"]
    lstm, linear = torch.nn.LSTM(40, 256, 3, batch_first=True), torch.nn.Linear(256, 256)
    lstm.load_state_dict({k[5:]: v for k, v in state.items() if k.startswith("lstm.")})
    linear.load_state_dict({k[7:]: v for k, v in state.items() if k.startswith("linear.")})
    with torch.no_grad():
        windows = np.stack([frames[at : at + 160] for at in (0, 70, 140)])
        _, (hidden, _) = lstm(torch.from_numpy(windows))
        raw = torch.relu(linear(hidden[-1]))
        embeddings = raw / raw.norm(dim=1, keepdim=True)
    reference = {
        "frames": [[float(f"{v:.7g}") for v in frames[at]] for at in (0, 50, 300)],
        "embeddings": [[float(f"{v:.7g}") for v in row] for row in embeddings.numpy()],
    }
    path = HERE / "voice_reference.json"
    path.write_text(json.dumps(reference) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
