"""What is stored. Importing this package declares every table."""

from nap_tracker.models import (
    account,
    activity,
    engagement,
    entry,
    event,
    export,
    indicator,
    institution,
    message,
    objective,
    plan,
    site,
    stored_file,
    work_plan_upload,
)

__all__ = [
    "account",
    "activity",
    "engagement",
    "entry",
    "event",
    "export",
    "indicator",
    "institution",
    "message",
    "objective",
    "plan",
    "site",
    "stored_file",
    "work_plan_upload",
]
