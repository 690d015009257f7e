"""Faults that an earlier recorder had on strangers' models, each with its smallest reproduction."""

from __future__ import annotations

import copy
import itertools
from collections import OrderedDict, namedtuple
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
import torch
from recorder_oracle import add_up, fingerprint, gradients_by_running_again, same, seeded, watched
from torch import Tensor, nn

from chainreel.errors import ChainreelError, InputError
from chainreel.recorder import PassError, check, trace


class Does(nn.Module):
    """A linear layer, and then what a test says."""

    def __init__(self, then: Callable[..., Any], width: int = 4, out: int = 6) -> None:
        super().__init__()
        torch.manual_seed(5)
        self.linear = nn.Linear(width, out).double()
        self.then = then

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        return self.then(self, *args, **kwargs)


def on_linear(then: Callable[[Tensor], Any], **sizes: int) -> Does:
    return Does(lambda self, x: then(self.linear(x)), **sizes)


SEVERAL: dict[str, tuple[Callable[[Tensor], Any], int]] = {
    "chunk": (lambda h: h.chunk(3, -1), 3),
    "split": (lambda h: h.split([1, 2, 3], -1), 3),
    "tensor_split": (lambda h: h.tensor_split(3, -1), 3),
    "unbind": (lambda h: h[:, :3].unbind(-1), 3),
    "hsplit": (lambda h: h.hsplit(3), 3),
    "svd": (lambda h: torch.linalg.svd(h, full_matrices=False), 3),
    "qr": (lambda h: torch.linalg.qr(h), 2),
    "eigh": (lambda h: torch.linalg.eigh(h.T @ h + torch.diag(torch.arange(6.0).double())), 2),
    "slogdet": (lambda h: torch.linalg.slogdet(h.T @ h + torch.eye(6).double()), 2),
    "var_mean": (lambda h: torch.var_mean(h, -1), 2),
    "std_mean": (lambda h: torch.std_mean(h, -1), 2),
    "max": (lambda h: torch.max(h, -1), 1),
    "aminmax": (lambda h: torch.aminmax(h, dim=-1), 2),
    "topk": (lambda h: torch.topk(h, 2, -1), 1),
    "sort": (lambda h: torch.sort(h, -1), 1),
    "median": (lambda h: torch.median(h, -1), 1),
    "kthvalue": (lambda h: torch.kthvalue(h, 2, -1), 1),
    "cummax": (lambda h: torch.cummax(h, -1), 1),
    "frexp": (lambda h: torch.frexp(h), 1),
    "meshgrid": (lambda h: torch.meshgrid(h[0], h[1], indexing="ij"), 2),
    "broadcast_tensors": (lambda h: torch.broadcast_tensors(h, h[:1]), 2),
    "lstm": (lambda h: LSTM(h[None]), 2),
    "gru": (lambda h: GRU(h[None]), 2),
    "lstm_cell": (lambda h: CELL(h), 2),
    "attention": (lambda h: ATTENTION(h, h, h), 2),
    "max_pool": (lambda h: nn.functional.max_pool1d(h[None], 2, return_indices=True), 1),
}
torch.manual_seed(3)
LSTM, GRU = nn.LSTM(6, 2).double(), nn.GRU(6, 2).double()
CELL, ATTENTION = nn.LSTMCell(6, 2).double(), nn.MultiheadAttention(6, 2).double()
SUBSETS = [
    (name, chosen)
    for name, (_, parts) in SEVERAL.items()
    for size in range(1, parts + 1)
    for chosen in itertools.combinations(range(parts), size)
]


@pytest.mark.parametrize(("name", "chosen"), SUBSETS)
def test_f1_any_part_of_a_result_may_stay_unused(name: str, chosen: tuple[int, ...]) -> None:
    """A multi-output operation of which only these parts are used has autograd's gradients, others None."""
    several, _ = SEVERAL[name]
    model = on_linear(lambda h: [flat(several(h))[i] for i in chosen])
    seen = watched(model, seeded(7, 4), replays=name not in ("lstm", "gru"))
    assert (seen.parameter("linear.weight").gradient is None) == ((name, chosen) == ("slogdet", (0,)))


def flat(result: Any) -> list[Tensor]:
    return [t for part in result for t in (part if isinstance(part, tuple) else (part,))]


def test_f1_the_input_itself_may_be_split_and_half_unused() -> None:
    """q, k and v of which v is unused, straight from the input."""
    watched(Does(lambda self, x: self.linear(x.chunk(2)[0])), seeded(6, 4))


class GivesNoGradient(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, a: Tensor, b: Tensor) -> Tensor:
        return a * 2

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> Any:
        return gradient * 2, None


def test_f1_an_own_function_may_give_no_gradient() -> None:
    """Its second argument is an ancestor without gradient."""
    seen = watched(on_linear(lambda h: GivesNoGradient.apply(h.tanh(), h.sin()).exp()), seeded(3, 4))
    assert seen.find("sin")[0].gradient is None
    assert seen.find("GivesNoGradient")[0].parents == (seen.find("tanh")[0].index, seen.find("sin")[0].index)


@pytest.mark.filterwarnings("ignore")
def test_f1_a_quantised_layer_runs() -> None:
    """A dynamically quantised Linear is one operation, through which no gradient comes."""
    quantised = torch.ao.quantization.quantize_dynamic(nn.Sequential(nn.Linear(4, 3)), {nn.Linear})
    seen = trace(quantised, torch.ones(2, 4), loss=torch.sum)
    assert seen.nodes[seen.outputs[0]].operation == "linear_dynamic"
    assert seen.input("input").gradient is None


def test_f2_a_pair_is_two_inputs_that_the_model_may_write_into() -> None:
    """Both have names and gradients, and the caller's tensors stay what they were."""

    def then(self: Does, pair: tuple[Tensor, Tensor]) -> Tensor:
        pair[0].add_(1)
        return self.linear(pair[0] * pair[1])

    seen = watched(Does(then), (seeded(2, 4), seeded(2, 4, seed=1)), replays=True)
    assert [seen.nodes[i].name for i in seen.inputs] == ["args.0.0", "args.0.1"]
    assert seen.nodes[seen.inputs[0]].gradient is not None


def test_f3_keywords_are_inputs_with_their_names() -> None:
    """``mask=mask`` reaches the model; a name that trace has itself goes into keywords."""
    model = Does(lambda self, x, mask, mode: self.linear(x) * mask if mode == "on" else x)
    x, mask = seeded(2, 4), torch.ones(2, 6).double()
    seen = trace(model, x, mask=mask, keywords={"mode": "on"}, loss=add_up)
    assert [seen.nodes[i].name for i in seen.inputs] == ["args.0", "mask"]
    assert same(seen.input("mask").value, mask)


def test_f5_after_a_loss_that_fails_no_hook_stays() -> None:
    """Four times a loss that is no scalar, a failing model, a failing loss: nothing on the parameters."""
    model = nn.Linear(4, 3)
    before = fingerprint(model)
    for loss in (lambda o: o, lambda o: 3.0, lambda o: o @ o, lambda o: o.sum().detach()):
        with pytest.raises(ChainreelError):
            trace(model, torch.ones(2, 4), loss=loss)
    with pytest.raises(ChainreelError):
        trace(model, torch.ones(2, 5), loss=torch.sum)
    assert fingerprint(model) == before


WRITES: dict[str, Callable[[Tensor], Any]] = {
    "column": lambda h: h[:, 0].zero_(),
    "view": lambda h: h.view(-1).__setitem__(0, 5.0),
    "reshape": lambda h: h.reshape(-1)[2:4].mul_(3),
    "transpose": lambda h: h.t()[1].add_(1),
    "unsqueeze": lambda h: h.unsqueeze(0)[0, 1].neg_(),
    "diagonal": lambda h: h.diagonal().fill_(2.0),
    "narrow": lambda h: h.narrow(1, 1, 2).exp_(),
    "data": lambda h: h.detach().view(-1)[0].fill_(1.0),
    "out": lambda h: torch.mul(h.detach()[:, 1], 2.0, out=h.detach()[:, 1]),
    "setitem": lambda h: h.__setitem__((slice(None), 0), 1.0),
}


@pytest.mark.parametrize("name", WRITES)
def test_f6_what_is_returned_has_the_value_after_a_view_of_it_was_written(name: str) -> None:
    """The output's node holds what the model returned, and descends from the write."""

    def then(h: Tensor) -> Tensor:
        WRITES[name](h)
        return h

    seen = watched(on_linear(then), seeded(3, 4))
    assert seen.nodes[seen.outputs[0]].operation != "linear"


@dataclass
class Out:
    logits: Tensor
    hidden: tuple[Tensor, ...] = ()


class Loose:
    def __init__(self, **things: Any) -> None:
        self.__dict__.update(things)


class Slotted:
    __slots__ = ("score",)

    def __init__(self, score: Tensor) -> None:
        self.score = score


Named = namedtuple("Named", "first second")
OUTPUTS: dict[str, tuple[Callable[[Tensor], Any], list[str]]] = {
    "tensor": (lambda h: h, ["output"]),
    "dataclass": (lambda h: Out(h, (h.sin(), h.cos())), ["logits", "hidden.0", "hidden.1"]),
    "namedtuple": (lambda h: Named(h, h.sin()), ["first", "second"]),
    "ordered": (lambda h: OrderedDict(a=h, b=[h.sin()]), ["a", "b.0"]),
    "object": (lambda h: Loose(score=h, _hidden=h.sin()), ["score", "_hidden"]),
    "slots": (lambda h: Slotted(h), ["score"]),
    "categorical": (lambda h: torch.distributions.Categorical(logits=h), ["logits"]),
    "normal": (lambda h: torch.distributions.Normal(h, h.exp()), ["loc", "scale"]),
    "mixed": (lambda h: {"scores": (h, 3, None), "n": "text"}, ["scores.0"]),
}


@pytest.mark.parametrize("name", OUTPUTS)
def test_f7_outputs_in_any_object_are_found_with_their_names(name: str) -> None:
    """A dataclass, a namedtuple, a distribution, an object with slots."""
    make, names = OUTPUTS[name]
    seen = watched(on_linear(make), seeded(3, 4))
    assert list(seen.output_names) == names
    assert all(seen.output(key).gradient is not None for key in names)


def test_f7_a_model_that_returns_no_tensor_is_told_so() -> None:
    """One sentence, with the trace."""
    with pytest.raises(
        PassError, match=r"the model returned a float in which there is no tensor to show"
    ) as told:
        trace(on_linear(lambda h: 3.0), seeded(2, 4), loss=add_up)
    assert told.value.trace.find("linear")


def test_f8_running_statistics_are_seen_before_and_after() -> None:
    """The counter's node holds 0 and its child 1; the mean that batch norm took is the old one."""
    model = nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3)).double()
    seen = watched(model, seeded(5, 4))
    counted = seen.find("buffer", "1")[0]
    assert counted.name == "1.num_batches_tracked"
    assert (counted.value.item(), seen.find("add_")[0].value.item()) == (0, 1)
    (mean,) = [node for node in seen.nodes if node.name == "1.running_mean"]
    assert same(mean.value, torch.zeros(3).double())


class Averages(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("average", torch.ones(4).double())
        self.plain, self.count = torch.ones(4).double(), 0

    def forward(self, x: Tensor) -> Tensor:
        self.average.mul_(0.9).add_(x.detach().mean(0), alpha=0.1)
        self.plain.mul_(0.5)
        self.count += 1
        return x * self.average + self.plain


def test_f8_a_buffer_first_met_by_what_writes_it_shows_what_it_was() -> None:
    """The same for a tensor that is no buffer; both are as before afterwards."""
    model = Averages()
    seen = watched(model, seeded(3, 4))
    (average,) = seen.find("buffer")
    (plain,) = [n for n in seen.find("constant") if n.name == "plain"]
    assert same(average.value, torch.ones(4).double())
    assert same(plain.value, torch.ones(4).double())
    assert model.count == 0


def test_f8_a_blank_that_is_filled_in_is_seen_blank_first() -> None:
    """Zeros, then a row each: the first node holds zeros and has no gradient."""

    def then(h: Tensor) -> Tensor:
        blank = torch.autograd.Variable(torch.zeros(3, 6).double())
        for i in range(3):
            blank[i] = h[i]
        return blank

    seen = watched(on_linear(then), seeded(3, 4))
    zeros = seen.find("zeros")[0]
    assert not zeros.value.any()
    assert zeros.gradient is None
    assert len(seen.find("setitem")) == 3


def test_f9_an_inner_loss_leaves_its_gradients_to_itself() -> None:
    """Forces: what only the inner loss reaches has no gradient of the outer one."""

    def forces(self: Does, x: Tensor) -> Tensor:
        y = x.detach().clone().requires_grad_()
        energy = self.linear(y).tanh().sum()
        return torch.autograd.grad(energy, y)[0].detach() * x

    seen = watched(Does(forces), seeded(2, 4))
    assert all(seen.find(name)[0].gradient is None for name in ("linear", "tanh", "sum"))


def test_f9_a_graph_through_the_inner_gradient_is_autograds() -> None:
    """create_graph: the second derivative flows into the weights."""

    def forces(self: Does, x: Tensor) -> Tensor:
        y = x * 1
        return torch.autograd.grad(self.linear(y).tanh().sum(), y, create_graph=True)[0]

    seen = watched(Does(forces), seeded(2, 4))
    assert seen.parameter("linear.weight").gradient is not None


def test_f9_backward_inside_of_forward_changes_no_grad_field() -> None:
    """An inner ``backward()`` adds to ``.grad``, which afterwards is what it was, to the bit."""

    def inner(self: Does, x: Tensor) -> Tensor:
        self.linear(x.detach()).sum().backward()
        return self.linear(x) * self.linear.weight.grad.sum()

    model = Does(inner)
    watched(model, seeded(2, 4))
    assert model.linear.weight.grad is None
    model.linear.weight.grad = torch.ones(6, 4).double()
    kept = model.linear.weight.grad
    trace(model, seeded(2, 4), loss=add_up)
    assert model.linear.weight.grad is kept
    assert same(kept, torch.ones(6, 4).double())


class Doubles(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, by: float) -> Tensor:
        ctx.by = by
        return torch.from_numpy(x.detach().numpy() * by)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> Any:
        return -gradient * ctx.by, None


class StraightThrough(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        return x.round()

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> Tensor:
        return gradient


class Writes(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.mark_dirty(x)
        return x.mul_(3)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> Tensor:
        return gradient * 3


class Splits(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor) -> tuple[Tensor, Tensor]:
        return x.sin(), x.cos()

    @staticmethod
    def backward(ctx: Any, a: Tensor, b: Tensor) -> Tensor:
        return a + b


class Same(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        return x

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> Tensor:
        return -gradient


FUNCTIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "Doubles": lambda h: Doubles.apply(h, 2.0),
    "StraightThrough": lambda h: StraightThrough.apply(h),
    "Writes": lambda h: Writes.apply(h * 1),
    "Splits": lambda h: Splits.apply(h)[0],
    "Same": lambda h: Same.apply(h),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_f10_an_own_function_is_one_operation_with_its_name_and_gradient(name: str) -> None:
    """Through numpy, in place, straight through, with two results, or handing back its input."""
    seen = watched(on_linear(lambda h: FUNCTIONS[name](h).tanh()), seeded(3, 4))
    own, (tanh,) = seen.find(name), seen.find("tanh")
    assert own[0].gradient is not None
    assert own[0].index in tanh.parents
    assert seen.parameter("linear.weight").gradient is not None
    assert "apply" in torch.autograd.Function.__dict__
    assert torch.autograd.Function.apply.__func__.__module__ == "torch.autograd.function"


def test_f10_a_tensor_that_begins_to_need_a_gradient_has_one() -> None:
    """``h.detach().requires_grad_()``, as in a model that trains in two parts."""
    seen = watched(on_linear(lambda h: h.detach().requires_grad_().tanh() + h), seeded(3, 4))
    assert seen.find("detach")[0].gradient is not None


def test_f11_a_write_from_the_tensor_itself_is_one_operation() -> None:
    """``h[0] = h[1]`` gives one setitem, on h."""

    def then(h: Tensor) -> Tensor:
        h[0] = h[1]
        return h * 2

    seen = watched(on_linear(then), seeded(3, 4))
    (written,) = seen.find("setitem")
    assert [seen.nodes[p].operation for p in written.parents] == ["linear", "getitem"]
    assert seen.find("mul")[0].parents == (written.index,)


def test_f11_single_entries_too() -> None:
    """``x[2, 2, 0, 1] = x[3, 2, 1, 0]``."""

    def then(h: Tensor) -> Tensor:
        x = h.reshape(2, 3, 2, 2)
        x[1, 2, 0, 1] = x[0, 2, 1, 0]
        return x

    assert len(watched(on_linear(then), seeded(4, 4)).find("setitem")) == 1


def test_f14_modules_in_threads_are_refused_in_a_sentence() -> None:
    """Before the pass where the source shows it, and when the pass meets it."""

    def threaded(self: Does, x: Tensor) -> Tensor:
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(self.linear, x).result()

    with pytest.raises(InputError, match=r"layer 'linear' runs in another thread"):
        trace(Does(threaded), seeded(2, 4), loss=add_up)


def test_f14_work_on_tensors_in_a_thread_is_refused_in_a_sentence() -> None:
    """A tensor with a graph of ours that nobody saw being made."""

    def threaded(self: Does, x: Tensor) -> Tensor:
        h = self.linear(x)
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(lambda: h * 2).result()

    with pytest.raises(InputError, match=r"of shape \(2, 6\).* was made where the recorder cannot look"):
        trace(Does(threaded), seeded(2, 4), loss=add_up)


def test_f15_complex_inputs_have_gradients() -> None:
    """As autograd gives them."""
    model = nn.Linear(4, 3, dtype=torch.cfloat)
    seen = watched(model, torch.randn(2, 4, dtype=torch.cfloat), loss=lambda o: o.abs().sum())
    assert seen.input("input").gradient.dtype == torch.cfloat


def test_f16_traces_and_nodes_compare_by_identity() -> None:
    """And go into sets."""
    seen = trace(nn.Linear(4, 3), torch.ones(2, 4))
    assert seen == seen
    assert seen != copy.copy(seen)
    assert len({*seen.nodes, *seen.nodes}) == len(seen.nodes)


def test_f16_a_failing_pre_hook_of_the_users_is_told_alone() -> None:
    """The sentence names the hook's own error."""
    model = nn.Sequential(nn.Linear(4, 3))

    def fails(*_: Any) -> None:
        raise ValueError("the hook's own")

    model[0].register_forward_pre_hook(fails)
    with pytest.raises(PassError, match=r"layer '0' .Linear. stopped with ValueError: the hook's own"):
        trace(model, torch.ones(2, 4), loss=torch.sum)


def test_every_gradient_follows_from_the_trace_alone() -> None:
    """Run again from its leaves, its operations give every node's gradient."""

    def then(h: Tensor) -> Any:
        a, b = h.tanh().chunk(2, -1)
        return {"m": (a @ b.T).softmax(-1), "s": torch.cat([a, b]).exp().t()}

    seen = watched(on_linear(then), seeded(3, 4))
    for index, gradient in gradients_by_running_again(seen).items():
        assert same(seen.nodes[index].gradient, gradient), seen.nodes[index]


def test_check_says_nothing_of_a_plain_model() -> None:
    """No finding."""
    assert check(nn.Sequential(nn.Linear(4, 3), nn.ReLU()), torch.ones(1, 4)) == ()
