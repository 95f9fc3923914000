"""What moto does again for every account, service or request, and once is enough: a third of a rehearsal's time.

Source: moto 5.2.5, `IAMBackend._init_aws_policies` in `moto/iam/models.py`, `_load_service_model` in
`moto/core/utils.py`, `list_of_moto_modules` in `moto/backends.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any
from unittest.mock import patch

_PARTITION = "aws"


@contextmanager
def quickly() -> Iterator[None]:
    """While this lasts, the emulator of this process looks up once what does not change.

    That is AWS's managed policies, which only the accounts' partition has then, and botocore's and moto's folders.
    """
    from botocore.loaders import create_loader
    from moto import backends
    from moto.core import utils
    from moto.iam.models import IAMBackend

    loader, modules = create_loader(), tuple(backends.list_of_moto_modules())
    every = IAMBackend._init_aws_policies
    known: list[Any] = []

    def policies(self: Any) -> list[Any]:
        if self.region_name != _PARTITION:
            return []
        if not known:
            known.extend(every(self))
        return [_of_account(each, self.account_id) for each in known]

    with (
        patch.object(backends, "list_of_moto_modules", lambda: modules),
        patch.object(utils, "create_loader", lambda: loader),
        patch.object(IAMBackend, "_init_aws_policies", policies),
    ):
        yield


def _of_account(policy: Any, account: str) -> Any:
    """AWS's policy as an account has it, which counts its own attachments."""
    found = copy(policy)
    found.account_id = account
    return found
