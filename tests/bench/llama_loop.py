"""llama.cpp over prompts from standard input, timed; it needs `xllamacpp` and nothing of slmsum.

Input: {"gguf": PATH, "threads": N, "parallel": N, "prompts": [[token numbers], ...],
"answers": [how many tokens each answer has, ...]}. Output: {"seconds": S, "load": S}.
"""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import xllamacpp


def main() -> None:
    """Load, warm up, answer all prompts with as many requests at once as there are slots."""
    work = json.load(sys.stdin)
    longest = max(map(len, work["prompts"])) + max(work["answers"]) + 8
    params = xllamacpp.CommonParams()
    params.model.path = work["gguf"]
    params.n_parallel = work["parallel"]
    params.n_ctx = work["parallel"] * (longest + 256)
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = work["threads"]
    params.cache_prompt = False
    params.verbosity = -1
    began = time.perf_counter()
    server = xllamacpp.Server(params)
    load = time.perf_counter() - began

    def ask(prompt: list[int], tokens: int) -> int:
        request = {"prompt": prompt, "max_tokens": tokens, "ignore_eos": True, "temperature": 0.0}
        answer: Any = server.handle_completions(request)
        return int(answer["usage"]["completion_tokens"])

    ask(work["prompts"][0][:32], 4)
    began = time.perf_counter()
    with ThreadPoolExecutor(work["parallel"]) as pool:
        written = list(pool.map(ask, work["prompts"], work["answers"]))
    seconds = time.perf_counter() - began
    assert written == work["answers"], (written, work["answers"])
    json.dump({"seconds": seconds, "load": load}, sys.stdout)


if __name__ == "__main__":
    main()
