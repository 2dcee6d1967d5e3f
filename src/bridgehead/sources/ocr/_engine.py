"""The models: where text stands on a picture, and what a line of it says.

PP-OCRv6 as rapidocr brings it, weights in the wheel: nothing is fetched at run time. Detection uses several
threads for one picture; lines are recognized in small batches, one thread a batch, which is faster than many
threads on one batch and lets Ctrl+C in between.
"""

from __future__ import annotations

import importlib.util
import logging
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

__all__ = ["Read", "detect", "identity", "installed", "recognize", "regions"]

_LAYOUT = "layout_cdla.onnx"
_SEEN = 0.4
"""Least score of a region that the model of layouts sees."""

Read = tuple[str, float]
"""What a line says, and how sure that is."""

_BATCH = 8
_MOST_THREADS = 8
_DETECTION, _RECOGNITION = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"


def installed() -> bool:
    """Whether the extra ``[ocr]`` is there."""
    return importlib.util.find_spec("rapidocr") is not None


@cache
def identity() -> str:
    """Return what recognizes, for the cache: another version may read something else."""
    layout = version("rapid-layout") if importlib.util.find_spec("rapid_layout") else "none"
    return f"rapidocr {version('rapidocr')} {_DETECTION} {_RECOGNITION} rapid-layout {layout}"


def _threads() -> int:
    """Return how many threads to use; one of several reading processes uses one."""
    if multiprocessing.parent_process() is not None:
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, _MOST_THREADS)


@cache
def _models(threads: int) -> Any:
    import rapidocr

    models = Path(rapidocr.__file__).parent / "models"
    return rapidocr.RapidOCR(
        params={
            # Paths are given, as without them a model that is not where it should be is fetched.
            "Det.model_path": str(models / _DETECTION),
            "Rec.model_path": str(models / _RECOGNITION),
            "Rec.rec_batch_num": _BATCH,
            "Det.max_candidates": 5000,
            "Global.max_side_len": 20_000,
            "Global.log_level": "error",
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        }
    )


def detect(picture: Any) -> Any:
    """Find the lines of a picture.

    Parameters
    ----------
    picture : numpy.ndarray
        Height × width × 3 bytes.

    Returns
    -------
    numpy.ndarray
        Lines × 4 corners × (x, y), from the upper left clockwise.
    """
    import numpy as np

    found = _models(_threads())(picture, use_det=True, use_cls=False, use_rec=False).boxes
    return np.zeros((0, 4, 2), np.float32) if found is None else np.asarray(found, np.float32)


@cache
def _layouts(threads: int) -> Any:
    import rapid_layout

    logging.disable(logging.INFO)  # it has no other way to be quiet
    try:
        return rapid_layout.RapidLayout(
            model_dir_or_path=str(Path(rapid_layout.__file__).parent / "models" / _LAYOUT),
            conf_thresh=_SEEN,
            engine_cfg={"intra_op_num_threads": threads},
        )
    finally:
        logging.disable(logging.NOTSET)


def regions(picture: Any) -> list[tuple[str, float, list[float]]]:
    """Find figures, captions, tables, headlines and text on a page.

    Returns
    -------
    list of (str, float, list of float)
        Kind, score, and left, top, right, bottom in pixels; nothing when rapid-layout is not installed.
    """
    if importlib.util.find_spec("rapid_layout") is None:
        return []
    found = _layouts(_threads())(picture)
    return [
        (str(kind), float(score), [float(value) for value in box])
        for kind, score, box in zip(found.class_names or (), found.scores or (), found.boxes, strict=True)
    ]


def recognize(lines: Sequence[Any], done: Callable[[int], None] | None = None) -> list[Read]:
    """Recognize pictures of single lines.

    Parameters
    ----------
    lines : sequence of numpy.ndarray
        Height × width × 3 bytes each.
    done : callable, optional
        Told the number of lines recognized so far.

    Returns
    -------
    list of (str, float)
        As many as lines, in their order.
    """
    if not lines:
        return []
    model = _models(1)
    # Lines of like shape go together: the shorter ones are padded to the longest of their batch.
    order = sorted(range(len(lines)), key=lambda i: -lines[i].shape[1] / lines[i].shape[0])
    batches = [order[at : at + _BATCH] for at in range(0, len(order), _BATCH)]
    read: list[Read] = [("", 0.0)] * len(lines)
    count = 0
    pool = ThreadPoolExecutor(_threads())
    try:
        futures = [pool.submit(model.recognize_txt, [lines[i] for i in batch]) for batch in batches]
        for batch, result in zip(batches, _results(futures), strict=True):
            for i, text, score in zip(batch, result.txts, result.scores, strict=True):
                read[i] = (text, float(score))
            count += len(batch)
            if done:
                done(count)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return read


def _results(futures: Sequence[Future[Any]]) -> Iterator[Any]:
    for future in futures:
        yield future.result()
