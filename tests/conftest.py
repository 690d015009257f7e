"""What all tests share: the library's tools on the path, and no silent skip where everything must run."""

import os

import pytest


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """With ``make test SLOW=1`` a skipped check is a failure: whatever is needed is to be installed."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and os.environ.get("CHAINREEL_SLOW") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, which SLOW=1 does not allow: {report.longrepr}"
