"""What all tests share: the library's tools on the path, and no silent skip where everything must run."""

import os
import sys

import pytest


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """With ``make test SLOW=1`` a skipped check is a failure: whatever is needed is to be installed."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and os.environ.get("CHAINREEL_SLOW") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, which SLOW=1 does not allow: {report.longrepr}"


@pytest.fixture(autouse=True)
def manim_as_it_was():
    """What a test sets of manim is gone for the next one, in whatever order they run."""
    before = sys.modules["manim"].config.copy() if "manim" in sys.modules else None
    yield
    if "manim" in sys.modules:
        from manim._config import ManimConfig, make_config_parser

        sys.modules["manim"].config.update(before or ManimConfig().digest_parser(make_config_parser()))


@pytest.fixture(scope="session")
def live_deck(tmp_path_factory):
    """The tiny lecture's deck, for all files of tests of the group "deck"."""
    from decked import decked

    return decked(tmp_path_factory.mktemp("deck") / "lecture")


@pytest.fixture(scope="session")
def spoken_deck(live_deck):
    """The deck of the same lecture that speaks and goes on by itself."""
    from decked import speaking

    return speaking(live_deck)
