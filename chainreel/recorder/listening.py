"""Listening for gradients: hooks on the tensors of a pass, live only in its own backward pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from chainreel.recorder.drafts import Desk, Draft

TAG = "chainreel"  # in the metadata of autograd's nodes, which live as long as these


class Listener:
    """The hooks of one pass.

    They are on autograd's nodes: a tensor's own hooks stay on what it first was when ``squeeze_`` makes
    it something else. Leaves have none: their gradients are what ``torch.autograd.grad`` returns.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._hooks: list[Any] = []
        self._leaves: dict[int, tuple[Tensor, list[Draft]]] = {}
        self._going_back = False

    def listen(self, tensor: Tensor, draft: Draft) -> None:
        """Let the draft have the gradient that will come back to the tensor as it is now."""
        if draft.listens or not tensor.requires_grad:
            return
        draft.listens = True
        if _is_outside(tensor):
            return
        if tensor.is_leaf or draft.operation == "constant":  # the way back may end at either
            self._leaves.setdefault(id(tensor), (tensor, []))[1].append(draft)
            return
        grad_fn: Any = tensor.grad_fn
        self._hooks.append(grad_fn.register_prehook(self._catch(draft, tensor.output_nr)))
        grad_fn.metadata[TAG] = id(self)

    def _catch(self, draft: Draft, part: int) -> Callable[[tuple[Tensor | None, ...]], None]:
        def catch(gradients: tuple[Tensor | None, ...]) -> None:
            """Keep it, if it is ours: None comes for an unused part, and inner losses go back too."""
            gradient = gradients[part]
            if gradient is not None and self._going_back:
                self._desk.keep_gradient(draft, gradient)

        return catch

    def knows_origin(self, tensor: Tensor) -> bool:
        """Whether autograd made the tensor out of something that has been listened to."""
        waiting, seen = [tensor.grad_fn], set()
        while waiting:
            node: Any = waiting.pop()
            if node is None or node in seen:
                continue
            seen.add(node)
            if node.metadata.get(TAG) == id(self):
                return True
            waiting.extend(following for following, _ in node.next_functions)
        return False

    def go_back(self, loss: Tensor, anchor: Tensor) -> None:
        """The backward pass, by which every draft that listens gets its gradient."""
        leaves = [
            leaf for leaf in self._leaves.values() if leaf[0].requires_grad
        ]  # some are frozen meanwhile
        self._going_back = True
        try:
            ends = [anchor] if anchor.requires_grad else []  # the inputs lie on the way to it
            found = torch.autograd.grad(loss, [*ends, *(t for t, _ in leaves)], allow_unused=True)
        finally:
            self._going_back = False
        for (_, drafts), gradient in zip(leaves, found[len(ends) :], strict=True):
            for draft in drafts:
                if gradient is not None:
                    self._desk.keep_own_gradient(draft, gradient)

    def drop(self, draft: Draft) -> None:
        """Forget a draft that turned out to be no part of the pass."""
        for _, drafts in self._leaves.values():
            drafts[:] = [other for other in drafts if other is not draft]

    @property
    def has_leaves(self) -> bool:
        """Whether anything was met that can have a gradient of its own."""
        return any(drafts for _, drafts in self._leaves.values())

    def close(self) -> None:
        """Take all hooks off."""
        for hook in self._hooks:
            hook.remove()
        self._hooks.clear()
        self._leaves.clear()


def _is_outside(tensor: Tensor) -> bool:
    """Whether it is a view made in ``no_grad``: it calls itself a leaf, and may not even be asked later."""
    if not tensor._is_view():
        return False
    try:
        return tensor.is_leaf and tensor._base is not None and tensor._base.requires_grad
    except RuntimeError:
        return True
