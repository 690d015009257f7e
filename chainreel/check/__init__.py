"""Everything that can be known of a lecture without drawing a frame.

The command calls ``run(lecture, languages, jobs)``, prints each finding and each of the report's
``allowances`` on a line, and fails if there is a finding: a report without one is false.
"""

from chainreel.check.finding import Allowance, Finding, Report
from chainreel.check.running import findings, run

__all__ = ["Allowance", "Finding", "Report", "findings", "run"]
