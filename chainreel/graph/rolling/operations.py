"""Torch's operations by what they are to a picture: hidden, helping, merging, drawing noise."""

from __future__ import annotations

from chainreel.graph.rolled import JointKind


def words_in(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


# Only another shape, type or place in memory of the same entries.
HIDDEN = words_in(
    """
    view reshape permute transpose contiguous detach squeeze unsqueeze flatten unflatten expand
    chunk split split_with_sizes tensor_split unbind narrow select swapaxes swapdims movedim moveaxis
    ravel T mT H mH t to type float double half bfloat16 cpu clone view_as reshape_as expand_as type_as
    requires_grad_ retain_grad squeeze_ unsqueeze_ transpose_ t_ as_strided alias view_as_real
    view_as_complex real imag data detach_ identity unsafe_chunk unsafe_split broadcast_to numpy tolist
    item _pack_padded_sequence _pad_packed_sequence atleast_1d atleast_2d atleast_3d hsplit vsplit dsplit
    adjoint positive
    """
)
PICKS = words_in("getitem index_select gather take take_along_dim")
DROPOUTS = words_in("dropout dropout_ dropout1d dropout2d dropout3d alpha_dropout feature_alpha_dropout")
# The result depends on the shape of what they are given, not on its entries.
SHAPE_READERS = words_in(
    """
    zeros_like ones_like empty_like full_like rand_like randn_like randint_like new_zeros new_ones
    new_empty new_full new_tensor size shape stride numel dim
    """
)
NOISE = words_in(
    "rand randn randint randperm rand_like randn_like randint_like normal_ uniform_ exponential_"
)
ACTIVATIONS = words_in(
    """
    relu relu_ relu6 leaky_relu leaky_relu_ gelu silu sigmoid sigmoid_ tanh tanh_ elu elu_ selu selu_
    celu mish softplus softsign hardtanh hardtanh_ hardswish hardsigmoid softmax log_softmax logsigmoid
    prelu rrelu rrelu_ threshold softmin glu gumbel_softmax tanhshrink softshrink hardshrink
    """
)
NORMS = words_in("batch_norm layer_norm group_norm instance_norm rms_norm local_response_norm normalize")
ARITHMETIC = words_in(
    """
    pad masked_fill masked_fill_ add add_ sub sub_ rsub mul mul_ div div_ truediv true_divide neg exp log
    sqrt rsqrt pow pow_ square abs clamp clamp_ clip max min amax amin iadd isub imul
    itruediv radd rmul reciprocal sin cos
    erf log1p expm1 round floor ceil sign tril triu where roll flip logical_not eq ne gt lt ge le zero_
    fill_ copy_ nonzero scatter repeat repeat_interleave tile
    """
)
# What is told as part of the box before or after it.
HELPERS = ACTIVATIONS | NORMS | DROPOUTS | ARITHMETIC
JOINTS: dict[str, JointKind] = {
    **dict.fromkeys(words_in("add add_ iadd radd sub sub_ isub rsub"), "sum"),
    **dict.fromkeys(words_in("index_add index_add_ scatter_add scatter_add_"), "sum"),
    **dict.fromkeys(words_in("cat concat concatenate stack hstack vstack dstack setitem"), "stack"),
    **dict.fromkeys(words_in("mul mul_ imul rmul multiply"), "product"),
    **dict.fromkeys(words_in("div div_ truediv maximum minimum lerp where max min addcmul"), "other"),
    **dict.fromkeys(words_in("index_copy index_copy_ index_put index_put_"), "other"),
}
WEIGHTED = words_in(
    """
    conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d linear bilinear embedding
    embedding_bag lstm gru rnn_tanh rnn_relu lstm_cell gru_cell rnn_tanh_cell rnn_relu_cell matmul mm bmm
    addmm baddbmm einsum multi_head_attention_forward scaled_dot_product_attention
    """
)
PROJECTIONS = words_in("conv1d conv2d conv3d linear")
