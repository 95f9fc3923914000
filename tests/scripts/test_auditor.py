"""The role that audits an account: it may ask all that the readers ask, and an audit says what it was refused."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
import yaml
from botocore.exceptions import ClientError

from phizone_environments.load import load
from phizone_policies.discover import zone_rules
from phizone_policies.proofs.access.decide import decide
from phizone_policies.proofs.access.request import Outcome, Request
from phizone_policies.proofs.access.world import Kind, world_of
from phizone_stacks.capture.zone import capture_zone
from phizone_stacks.live.zone import AUDITOR, names_of
