"""Starters: a lecture that renders at once, written for somebody to go on from."""

from chainreel.starter.folder import make_lecture
from chainreel.starter.plan import RUNS, TEMPLATES, StarterPlan, plan_of, written_languages

__all__ = ["RUNS", "TEMPLATES", "StarterPlan", "make_lecture", "plan_of", "written_languages"]
