"""What all tests share: the library's tools on the path, and no silent skip where everything must run."""

import multiprocessing
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

        from chainreel.frames.canvas import forget_unfinished

        forget_unfinished()
        sys.modules["manim"].config.update(before or ManimConfig().digest_parser(make_config_parser()))


@pytest.fixture(scope="session", autouse=True)
def workers_that_have_imported_all():
    """Renders in this process fork their workers from one that has imported manim, a second less each.

    The command's own way, to spawn them, is what the tests see that start it as a process.
    """
    from chainreel.work import pool

    with pytest.MonkeyPatch.context() as patch:
        if "forkserver" in multiprocessing.get_all_start_methods():
            multiprocessing.set_forkserver_preload(["chainreel.film.stage"])
            patch.setattr(pool, "get_context", lambda _: multiprocessing.get_context("forkserver"))
        yield


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
