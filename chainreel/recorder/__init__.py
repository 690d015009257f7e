"""Recorder of any ``nn.Module``: ``trace`` it, or ``check`` first what can be recorded."""

from chainreel.recorder.failures import PassError
from chainreel.recorder.node import Call, Node, Operation, Ref
from chainreel.recorder.record_pass import trace
from chainreel.recorder.refusals import ModelFinding, check
from chainreel.recorder.statistics import Statistics
from chainreel.recorder.tracing import Trace

__all__ = [
    "Call",
    "ModelFinding",
    "Node",
    "Operation",
    "PassError",
    "Ref",
    "Statistics",
    "Trace",
    "check",
    "trace",
]
