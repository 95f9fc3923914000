"""Where moto decides by a policy, which it reads without its conditions: it decides nothing here, the proofs do.

Nor does it run a function's code, for which it would ask a Docker engine.
Source: moto 5.2.5, `moto/kms/policy_validator.py`, `FakeBucket.get_permission` in `moto/s3/models.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch


@contextmanager
def undecided() -> Iterator[None]:
    """While this lasts, no policy stops a call to the emulator of this process, and it runs nobody's code."""
    from moto.core.config import default_user_config
    from moto.iam.access_control import PermissionResult
    from moto.kms import responses
    from moto.s3.models import FakeBucket

    def neutral(*given: Any, **named: Any) -> PermissionResult:
        return PermissionResult.NEUTRAL

    with (
        patch.object(responses, "validate_policy", lambda key, action: None),
        patch.object(FakeBucket, "get_permission", neutral),
        patch.object(FakeBucket, "_log_permissions_enabled_policy", staticmethod(lambda *given, **named: True)),
        patch.dict(default_user_config, {"lambda": {"use_docker": False}}),
    ):
        yield
