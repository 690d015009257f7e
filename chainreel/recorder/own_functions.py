"""Own ``autograd.Function``s: each application seen as one operation, while a pass is recorded."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from torch.autograd import Function

See = Callable[[Any, Callable[..., Any], tuple[Any, ...], dict[str, Any]], Any]
_LOCK = threading.Lock()
_WATCHERS: dict[int, list[See]] = {}  # by thread; the innermost recorder last
_PLAIN = Function.__dict__["apply"]


@contextmanager
def watch_functions(see: See) -> Iterator[None]:
    """Let ``see(class, apply, args, kwargs)`` run every application on this thread, and give its result.

    ``Function.apply`` is put back when the last recorder of the process has done.
    """
    thread = threading.get_ident()
    with _LOCK:
        _WATCHERS.setdefault(thread, []).append(see)
        Function.apply = classmethod(_apply)  # type: ignore[assignment]
    try:
        yield
    finally:
        with _LOCK:
            _WATCHERS[thread].pop()
            if not _WATCHERS[thread]:
                del _WATCHERS[thread]
            if not _WATCHERS:
                Function.apply = _PLAIN  # type: ignore[method-assign]


def _apply(cls: Any, *args: Any, **kwargs: Any) -> Any:
    plain = _PLAIN.__get__(None, cls)
    watchers = _WATCHERS.get(threading.get_ident())
    return watchers[-1](cls, plain, args, kwargs) if watchers else plain(*args, **kwargs)
