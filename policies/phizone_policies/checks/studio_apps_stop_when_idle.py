"""Studio's apps stop when nobody uses them."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.blocks import inside, leaf
from phizone_stacks.graph.node import Node, UnknownValue

LIMIT = 480
"""Most minutes for which an unused app may run: a working day. SageMaker takes 60 and more."""
_SETTINGS = {
    "aws_sagemaker_domain": ("default_user_settings", "default_space_settings"),
    "aws_sagemaker_user_profile": ("user_settings",),
}
_APPS = {
    "default_space_settings": ("jupyter_lab_app_settings",),
    "default_user_settings": ("code_editor_app_settings", "jupyter_lab_app_settings"),
    "user_settings": ("code_editor_app_settings", "jupyter_lab_app_settings"),
}
_IDLE = "app_lifecycle_management.idle_settings"


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=tuple(_SETTINGS),
    reads=(
        "aws_sagemaker_domain.default_space_settings",
        "aws_sagemaker_domain.default_user_settings",
        "aws_sagemaker_user_profile.user_settings",
    ),
)
def studio_apps_stop_when_idle(resource: Node, view: View) -> Result:
    """JupyterLab and the code editor stop when unused for at most eight hours, and no user can make that longer.

    Why: an app left open is a session on PHI that anybody at the desk continues.
    Fix: set idle_settings with lifecycle_management="ENABLED", idle_timeout_in_minutes and max_idle_timeout_in_minutes.
    Source: Amazon SageMaker Developer Guide, "Idle shutdown"; 45 CFR 164.312(a)(2)(iii).
    """
    is_domain = resource.type == "aws_sagemaker_domain"
    judged = [
        f"{settings}.{app}.{_IDLE}"
        for settings in _SETTINGS[resource.type]
        for app in _APPS[settings]
        if _speaks(resource, settings, f"{settings}.{app}.{_IDLE}", is_domain)
    ]
    if not judged:
        return not_applicable("what its domain says holds")
    gaps = (_gap(resource, path) for path in judged)
    gap = next((gap for gap in gaps if gap), "")
    return failed(gap) if gap else passed()


def _speaks(resource: Node, settings: str, path: str, is_domain: bool) -> bool:
    """Whether a resource must answer here: a domain for its users and its spaces, a user where it says its own."""
    return bool(resource.get(settings)) if is_domain else leaf(resource, path) is not None


def _gap(resource: Node, path: str) -> str:
    """What is missing in the idle settings at a path; empty for nothing."""
    block = leaf(resource, path)
    app = path.split(".")[1].removesuffix("_app_settings")
    if block is None:
        return f"{app} has no idle_settings"
    if not isinstance(block, dict):
        raise UnknownValue(resource.address, path)
    if inside(resource, block, "lifecycle_management") != "ENABLED":
        return f"lifecycle_management of {app} is not ENABLED"
    for limit in ("idle_timeout_in_minutes", "max_idle_timeout_in_minutes"):
        minutes = inside(resource, block, limit)
        if not isinstance(minutes, int | float):
            return f"{app} has no {limit}"
        if minutes > LIMIT:
            return f"{limit} of {app} is {minutes}, more than {LIMIT}"
    return ""
