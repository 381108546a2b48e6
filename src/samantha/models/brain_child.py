"""The process that holds the language model: llama.cpp's server on loopback, set up by one line on standard input.

Guarantees: it ends when its standard input ends, and on Linux with the parent, however that ends; the key is never in
its arguments or environment; nothing that was said is logged.
Does not: import anything else of Samantha, so that it starts fast and stays small; nor write a file.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn, TypedDict

if TYPE_CHECKING:
    from xllamacpp import CommonParams

BATCH = 64
"""Tokens read between two looks at whether anyone still waits; see docs/brain.md for the readings."""

REUSE = 32
"""The fewest tokens in a row that are moved, not read again, when earlier turns fall out of the prompt. Measured: a
window that dropped 16 messages cost 1 token of reading instead of 1,010."""


class Setup(TypedDict):
    """The line on standard input."""

    gguf: str
    key: str
    threads: int
    context: int
    """Tokens, over all slots."""
    slots: int
    prefixes: str
    """The folder for slot files, with a separator at its end."""
    parent: int
    """The process id to end with."""


def params(config: Setup) -> CommonParams:
    """llama.cpp's parameters for `config`."""
    import xllamacpp

    p = xllamacpp.CommonParams()
    p.model.path = config["gguf"]
    p.model_alias = {"brain"}
    p.hostnames = ["127.0.0.1"]
    p.port = 0
    p.api_keys = [config["key"]]
    p.n_ctx = config["context"]
    p.n_parallel = config["slots"]
    p.kv_unified = True
    p.n_batch = p.n_ubatch = BATCH
    p.cpuparams.n_threads = p.cpuparams_batch.n_threads = config["threads"]
    p.cache_ram_mib = 0
    p.n_cache_reuse = REUSE
    p.cache_idle_slots = False
    p.fit_params = False
    p.enable_reasoning = 0
    p.ui = False
    p.endpoint_slots = True
    p.slot_save_path = config["prefixes"]
    p.cors_origins = ""
    p.verbosity = 0
    if sys.platform != "darwin":
        # Mapped weights stay in memory beside the copy that is laid out for this processor: 0.6 GB more, no faster.
        p.load_mode = xllamacpp.llama_load_mode.LLAMA_LOAD_MODE_NONE
    return p


def main() -> NoReturn:
    """Read the configuration, serve, and say where on standard output; then wait for the end of standard input."""
    report = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever the library prints must not look like a report
    config: Setup = json.loads(sys.stdin.buffer.readline())
    _end_with(config["parent"])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal is for the parent
    import xllamacpp

    try:
        server = xllamacpp.Server(params(config))
        line = {"url": f"{server.listening_address}/v1"}
    except (RuntimeError, ValueError, OSError, MemoryError) as error:
        line = {"error": type(error).__name__}
    report.write(json.dumps(line) + "\n")
    report.flush()
    while "url" in line and sys.stdin.buffer.read(4096):
        pass
    os._exit(0)  # not sys.exit: tearing the model down takes seconds and has nothing to save


def _end_with(parent: int) -> None:
    """Have the kernel end this process with its parent, where the kernel can."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, int(signal.SIGKILL))
        if os.getppid() != parent:  # it ended before the line above
            os._exit(1)


if __name__ == "__main__":
    main()
