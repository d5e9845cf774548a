"""Work on many banks, in several processes where that pays."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

__all__ = ["each", "in_threads", "job_count"]

_MOST = 60
"""Processes at most: Windows can't wait for more than 61."""
_LOOK_EVERY = 0.5
"""Seconds between two looks at whether the first process still runs."""
_WORTH_THREADS = 20
"""Banks below which threads cost more than they save."""
Item = TypeVar("Item")
Result = TypeVar("Result")
_WORTH_A_PROCESS = 1_500_000
"""Bytes of banks below which starting processes costs more than it saves."""


def job_count(files: Sequence[Sequence[Path]], jobs: int | None) -> int:
    """How many processes to use for these banks; ``jobs`` None lets their size and the machine decide."""
    if jobs is not None:
        return max(1, min(jobs, len(files), _MOST))
    total = sum(path.stat().st_size for paths in files for path in paths if path.exists())
    return max(1, min(_MOST, _cores(), len(files), 1 + total // _WORTH_A_PROCESS))


def each(work: Callable[[Item], Result], items: Sequence[Item], jobs: int) -> Iterator[Result]:
    """``work`` of each item, in the order of the items. With one job, in this process."""
    if jobs <= 1:
        for item in items:
            yield work(item)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Forked workers share what is imported already; where that is unsafe (threads on macOS) Python starts new ones.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    executor = ProcessPoolExecutor(jobs, mp_context=context, initializer=_in_worker, initargs=(os.getpid(),))
    hook = threading.excepthook
    try:
        with _signals_held():
            results = executor.map(work, items)
        yield from results
    except BaseException:  # Ctrl-C, or a worker that died: stop the others now, not when their banks are done
        threading.excepthook = _without_cancelled(hook)
        for process in list((executor._processes or {}).values()):
            process.terminate()
        raise
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
        threading.excepthook = hook


def _without_cancelled(hook: Callable[[threading.ExceptHookArgs], object]) -> Callable[[threading.ExceptHookArgs], None]:
    """A hook that says nothing of one error: to Python before 3.12, a worker that ends while its work is being cancelled is a failure of
    the executor's own thread, whose traceback would reach whoever pressed Ctrl-C."""

    def show(error: threading.ExceptHookArgs) -> None:
        if error.exc_type.__name__ != "InvalidStateError":
            hook(error)

    return show


def in_threads(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """``work`` of each item, in order; for work that waits for files and hashes, which several threads of one process can do at once."""
    if len(items) < _WORTH_THREADS:
        return [work(item) for item in items]
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(_cores()) as executor:
        return list(executor.map(work, items))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def _signals_held() -> Iterator[None]:
    """Holds Ctrl-C back while workers are forked: one that it reached before it knows to ignore it would print a traceback of its own."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _in_worker(parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process decides what Ctrl-C means
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)  # forked while they were held
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """Ends this worker soon after the process that it works for: one that was killed can't say so."""
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY)
    os._exit(1)
