"""Opening an ONNX file: one way for every small model, with an error that says what to do.

Guarantees: nothing of the runtime's own kinds of error gets out.
Does not: fetch; `weights` does.
"""

from __future__ import annotations

from pathlib import Path

from onnxruntime import InferenceSession, SessionOptions

from samantha.errors import WeightsError


def open_session(path: Path, threads: int = 1) -> InferenceSession:
    """The model in `path`, on so many threads. Raises WeightsError `weights.unusable`."""
    options = SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise unusable(path) from error


def unusable(path: Path) -> WeightsError:
    """What to say of a file that is missing or no model."""
    what = "is missing" if not path.exists() else "cannot be read as a model"
    return WeightsError(f"{path} {what}.", "Run `samantha weights fetch`, then try again.", code="weights.unusable")
