"""What the recorder refuses, each in one plain sentence, and what a pass that breaks off leaves."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
import torch
from recorder_oracle import add_up, fingerprint, same, seeded, watched
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

from chainreel.errors import ChainreelError, InputError
from chainreel.recorder import PassError, check, trace


class Runs(nn.Module):
    """A linear layer, and a function of it and of the inputs."""

    def __init__(self, run: Callable[..., Any]) -> None:
        super().__init__()
        torch.manual_seed(2)
        self.net = nn.Linear(4, 3)
        self.run = run

    def forward(self, *args: Any) -> Any:
        return self.run(self, *args)


class Vmapped(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.net = nn.Linear(4, 3)

    def forward(self, x: Tensor) -> Tensor:
        return torch.vmap(lambda row: row * 2)(self.net(x))


@torch.jit.script
def scripted_double(x: Tensor) -> Tensor:
    return x * 2 + 1


def ones() -> Tensor:
    return torch.ones(2, 4)


def sentence(model: Any, *args: Any, loss: Any = torch.sum) -> str:
    """What is refused: one line, short, and torch's traceback in it nowhere."""
    with pytest.raises(ChainreelError) as told:
        trace(model, *args, loss=loss)
    text = str(told.value)
    assert "\n" not in text
    assert len(text) < 330
    assert "Traceback" not in text
    return text


def scripted() -> nn.Module:
    return nn.Sequential(nn.Linear(4, 4), torch.jit.script(nn.Linear(4, 3)))


STATIC: dict[str, tuple[Callable[[], Any], Callable[[], tuple[Any, ...]], str]] = {
    "scripted": (scripted, lambda: (ones(),), "layer '1' (RecursiveScriptModule) is scripted"),
    "jit.trace": (
        lambda: torch.jit.trace(nn.Linear(4, 3), ones()),
        lambda: (ones(),),
        "the model (TopLevelTracedModule) is scripted",
    ),
    "lazy": (
        lambda: nn.Sequential(nn.LazyLinear(3)),
        lambda: (ones(),),
        "layer '0' (LazyLinear) is lazy and has no weights yet; run the model once on an example first",
    ),
    "meta model": (
        lambda: nn.Linear(4, 3, device="meta"),
        lambda: (ones(),),
        "the model (Linear) has its weight on the meta device",
    ),
    "meta input": (
        lambda: nn.Linear(4, 3),
        lambda: (torch.ones(2, 4, device="meta"),),
        "input 'input' has no values (meta device or fake tensor)",
    ),
    "nested": (
        lambda: nn.Linear(4, 3),
        lambda: (torch.nested.nested_tensor([torch.ones(1, 4), torch.ones(2, 4)]),),
        "input 'input' is a nested tensor; pad it",
    ),
    "quantised input": (
        lambda: nn.Linear(4, 3),
        lambda: (torch.quantize_per_tensor(ones(), 0.1, 0, torch.qint8),),
        "input 'input' is quantised",
    ),
    "vmap": (Vmapped, lambda: (ones(),), "the model (Vmapped) calls torch.vmap"),
    "a function": (
        lambda: torch.sum,
        lambda: (ones(),),
        "the model is a builtin_function_or_method; hand over",
    ),
    "a class": (lambda: nn.Linear, lambda: (ones(),), "the model is a type; hand over an nn.Module, made"),
    "too many inputs": (
        lambda: nn.Linear(4, 3),
        lambda: (ones(), ones()),
        "Linear.forward takes (input), and the inputs do not fit: too many positional arguments",
    ),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", STATIC)
def test_what_can_be_known_before_the_pass_is_told_by_check_and_refused_by_trace(name: str) -> None:
    """One sentence: what, where, and what to do; the model is not touched."""
    make, inputs, begins = STATIC[name]
    model, args = make(), inputs()
    first = check(model, *args)[0]
    assert first.refused
    assert str(first).startswith(begins)
    assert sentence(model, *args) == str(first)


def test_a_wrong_keyword_is_told_with_the_one_that_was_meant() -> None:
    """The sentence names forward's parameters."""
    with pytest.raises(InputError, match=r"Linear.forward takes \(input\).*'inputs'.*did you mean 'input'\?"):
        trace(nn.Linear(4, 3), inputs=ones(), loss=torch.sum)


def vmapped(self: Runs, x: Tensor) -> Tensor:
    return getattr(torch, "vm" + "ap")(lambda row: row * self.net(row))(x)


def func_grad(self: Runs, x: Tensor) -> Tensor:
    return self.net(x) + torch.func.grad(lambda y: (y * y).sum())(x).sum()


def reentrant(self: Runs, x: Tensor) -> Tensor:
    return checkpoint(self.net, x, use_reentrant=True)


def script_function(self: Runs, x: Tensor) -> Tensor:
    return scripted_double(self.net(x))


def meta_inside(self: Runs, x: Tensor) -> Tensor:
    return self.net(x) + torch.zeros(3, device="meta").sum().numel()


MET: dict[str, tuple[Callable[..., Any], str]] = {
    "vmap": (vmapped, "is inside torch.vmap or torch.func, where no tensor has a value of its own"),
    "func.grad": (func_grad, "is inside torch.vmap or torch.func"),
    "checkpoint": (reentrant, "say use_reentrant=False"),
    "scripted function": (script_function, "was made where the recorder cannot look"),
    "meta": (meta_inside, "has no values (meta device or fake tensor)"),
}


@pytest.mark.parametrize("name", MET)
def test_what_only_the_pass_can_meet_is_refused_with_its_line(name: str) -> None:
    """Also when the model catches the error and goes on; no hook stays."""
    run, part = MET[name]
    model = Runs(run)
    before = fingerprint(model)
    assert part in sentence(model, ones())

    def catches(self: Runs, x: Tensor) -> Tensor:
        try:
            return run(self, x)
        except Exception:  # noqa: BLE001
            return self.net(x)

    assert part in sentence(Runs(catches), ones())
    assert fingerprint(model) == before


def narrow() -> nn.Module:
    return nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(2, 4), nn.Linear(4, 1))


def test_a_layer_that_does_not_fit_is_named_with_both_shapes_and_the_trace_so_far() -> None:
    """The third layer is too narrow: the first two are in the trace, no hook is on the model."""
    model = narrow()
    before = fingerprint(model)
    with pytest.raises(PassError) as told:
        trace(model, ones(), loss=torch.sum)
    error = told.value
    assert "layer '2' (Linear) cannot run linear on the relu of layer '1' of shape (2, 3)" in str(error)
    assert "parameter 2.weight of shape (4, 2)" in str(error)
    assert error.module == "2"
    assert [shape for _, shape in error.shapes][:2] == [(2, 3), (4, 2)]
    assert [n.operation for n in error.trace.find() if n.parents] == ["linear", "relu"]
    assert [call.finished for call in error.trace.calls] == [False, True, True, False]
    assert fingerprint(model) == before
    model[2] = nn.Linear(3, 4)
    assert watched(model, ones()).loss is not None


def test_an_error_of_the_models_own_is_told_with_its_line() -> None:
    """Not torch's: a ValueError that forward raises."""

    def fails(self: Runs, x: Tensor) -> Tensor:
        raise ValueError("no picture")

    text = sentence(Runs(fails), ones())
    assert text.startswith(
        "the model (Runs) stopped with ValueError: no picture (test_recorder_refusals.py, line "
    )


def test_an_interruption_passes_through_and_takes_the_hooks_with_it() -> None:
    """Ctrl-C in forward is no failure of a layer."""

    def interrupts(self: Runs, x: Tensor) -> Tensor:
        raise KeyboardInterrupt

    model = Runs(interrupts)
    before = fingerprint(model)
    with pytest.raises(KeyboardInterrupt):
        trace(model, ones(), loss=torch.sum)
    assert fingerprint(model) == before


LOSSES: dict[str, tuple[Callable[[Tensor], Any], str]] = {
    "float": (lambda o: 0.5, "loss returned a float; let it return a tensor with one entry"),
    "many": (lambda o: o, "loss returned a tensor of shape (2, 3); let it return one number"),
    "complex": (lambda o: o.sum() * 1j, "loss returned a complex number"),
    "argmax": (lambda o: o.argmax(-1).float().mean(), "no gradient comes back from the loss: argmax"),
    "compare": (lambda o: (o > 0).float().mean(), "no gradient comes back from the loss: gt"),
    "detached": (lambda o: o.detach().sum(), "no gradient comes back from the loss: detach"),
    "other": (lambda o: torch.ones(()), "no gradient comes back from the loss: it does not depend on"),
    "wrong shapes": (lambda o: o @ o, "the loss cannot run matmul on the linear of shape (2, 3)"),
    "raises": (lambda o: o.nothing, "the loss stopped with AttributeError: 'Tensor' object has no"),
}


@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_that_is_none_is_told_what_it_must_be(name: str) -> None:
    """One sentence each."""
    loss, begins = LOSSES[name]
    assert sentence(nn.Linear(4, 3), ones(), loss=loss).startswith(begins)


def test_a_backward_pass_that_fails_is_told_in_a_sentence() -> None:
    """A value that the way back needs was written over."""

    def spoils(self: Runs, x: Tensor) -> Tensor:
        h = self.net(x).exp()
        out = h * 2
        h.detach().view(-1)[0].add_(1)
        return out

    text = sentence(Runs(spoils), ones())
    assert text.startswith("the backward pass stopped: one of the variables needed for gradient computation")


@pytest.mark.parametrize("outside", [torch.no_grad, torch.inference_mode])
def test_it_works_under_no_grad_and_in_inference_mode(outside: Any) -> None:
    """Gradients are there, and the caller's mode is as before."""
    model = nn.Linear(4, 3)
    wanted = trace(model, ones(), loss=torch.sum)
    with outside():
        seen = trace(model, torch.ones(2, 4), loss=torch.sum)
        assert not torch.is_grad_enabled()
    assert same(seen.parameter("weight").gradient, wanted.parameter("weight").gradient)


def test_a_compiled_model_is_recorded_as_what_it_was_compiled_from() -> None:
    """Plain names, nothing is compiled, and check says so without refusing."""
    torch.manual_seed(0)
    plain = nn.Sequential(nn.Linear(4, 3), nn.Tanh())
    wanted = trace(plain, ones(), loss=torch.sum)
    for compiled in (torch.compile(plain), nn.Sequential(torch.compile(plain[0]), plain[1])):
        seen = trace(compiled, ones(), loss=torch.sum)
        assert [(n.operation, n.name, n.module) for n in seen.nodes] == [
            (n.operation, n.name, n.module) for n in wanted.nodes
        ]
        assert seen.loss == wanted.loss
        (finding,) = check(compiled, ones())
        assert not finding.refused
        assert (
            str(finding)
            == "the model is compiled; it is recorded as the plain Python that it was compiled from"
        )
    inside = copy.deepcopy(plain)
    inside[0].compile()
    assert same(trace(inside, ones(), loss=torch.sum).find("tanh")[0].value, wanted.find("tanh")[0].value)


def test_a_compiled_function_inside_of_forward_runs_as_it_is_written() -> None:
    """Neither it nor the recorder is compiled."""
    compiled: list[Any] = []

    def backend(graph: Any, _: Any) -> Any:
        compiled.append(graph)
        return graph.forward

    twice = torch.compile(lambda x: x.sin() * 2, backend=backend)
    seen = trace(Runs(lambda self, x: twice(self.net(x))), ones(), loss=torch.sum)
    assert [n.operation for n in seen.find() if n.parents] == ["linear", "sin", "mul"]
    assert not compiled
    twice(ones())
    assert compiled


class InALists(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.layers = [nn.Linear(4, 4), nn.Linear(4, 3)]
        self.scale = {"a": nn.Parameter(torch.ones(3))}

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.layers:
            x = layer(x)
        return x * self.scale["a"]


def test_modules_in_plain_lists_have_names_and_are_told_of() -> None:
    """They run, are called by their place, and no optimiser sees them."""
    seen = trace(InALists(), ones(), loss=torch.sum)
    assert [n.module for n in seen.find("linear")] == ["layers.0", "layers.1"]
    assert seen.parameter("layers.1.weight").gradient is not None
    assert seen.parameter("scale.a").gradient is not None
    told = [str(finding) for finding in check(InALists(), ones())]
    assert told[0].startswith("layers.0 lies in a plain list or dict, so that no optimiser sees it")
    assert not any(finding.refused for finding in check(InALists(), ones()))


def test_check_tells_of_frozen_and_of_missing_parameters() -> None:
    """Neither is refused."""
    assert [str(f) for f in check(nn.ReLU(), ones())] == [
        "the model has no parameters; only its inputs can have gradients"
    ]
    frozen = nn.Linear(4, 3).requires_grad_(False)
    assert [str(f) for f in check(frozen, ones())] == ["all parameters are frozen; none will have a gradient"]


def test_data_parallel_on_one_device_is_recorded() -> None:
    """With its own prefix."""
    torch.manual_seed(0)
    seen = trace(nn.DataParallel(nn.Linear(4, 3)), ones(), loss=add_up)
    assert seen.parameter("module.weight").gradient is not None


def test_a_mode_or_a_kept_module_that_there_is_not_is_told() -> None:
    """With what there is."""
    model = nn.Sequential(nn.Linear(4, 3))
    with pytest.raises(InputError, match='mode is \'training\'; say "eval" or "train"'):
        trace(model, ones(), mode="training")
    with pytest.raises(InputError, match=r"keep names '1', which is no module of this model; say .*'0'"):
        trace(model, ones(), keep=["1"])


def test_an_input_object_that_cannot_be_copied_is_told() -> None:
    """It holds a tensor, and its own copying fails."""

    class Stuck:
        def __init__(self) -> None:
            self.x = seeded(2, 4, dtype=torch.float32)

        def __copy__(self) -> Stuck:
            raise RuntimeError

    with pytest.raises(
        InputError, match=r"args.0 is a Stuck that cannot be copied .RuntimeError.; hand its tensors"
    ):
        trace(Runs(lambda self, s: self.net(s.x)), Stuck(), loss=torch.sum)


STUMBLES: dict[str, Callable[[Runs, Tensor], Any]] = {
    "a target that can have no slope": lambda self, x: nn.functional.soft_margin_loss(self.net(x), x[:, :3]),
    "numpy": lambda self, x: self.net(x) * float(x.numpy().sum()),
    "out=": lambda self, x: self.net(torch.add(x, 1, out=torch.empty(2, 4))),
    "requires_grad_": lambda self, x: self.net(x.requires_grad_(False)),
    "a part written": lambda self, x: self.net(torch.cat([x.chunk(2)[0].add_(1), x])),
}


@pytest.mark.parametrize("restore", [True, False])
@pytest.mark.parametrize("name", STUMBLES)
def test_a_model_that_only_runs_on_inputs_without_gradient_is_recorded_so(name: str, restore: bool) -> None:
    """Once more, with inputs that need none; the trace says why they have none."""
    model = Runs(STUMBLES[name])
    plain = copy.deepcopy(model)
    output = plain(ones())
    output.sum().backward()
    seen = trace(model, ones(), loss=torch.sum, restore=restore)
    assert same(seen.nodes[seen.outputs[0]].value, output.detach())
    assert same(seen.parameter("net.weight").gradient, plain.net.weight.grad)
    assert not seen.nodes[seen.inputs[0]].reached
    (note,) = seen.notes
    assert note.startswith("the inputs have no gradient, since with one the ")
    assert "\n" not in note
