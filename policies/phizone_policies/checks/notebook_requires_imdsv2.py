"""Notebooks refuse the old metadata service."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.settings import setting
from phizone_stacks.graph.node import Node

_VERSION = "instance_metadata_service_configuration.minimum_instance_metadata_service_version"


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.BASELINE,
    types=("aws_sagemaker_notebook_instance",),
    reads=("aws_sagemaker_notebook_instance.instance_metadata_service_configuration",),
)
def notebook_requires_imdsv2(notebook: Node, view: View) -> Result:
    """A notebook instance gives its credentials by version 2 of the metadata service only.

    Why: version 1 answers any request that a page or a library can be tricked into, and hands out the role.
    Fix: set instance_metadata_service_configuration with minimum_instance_metadata_service_version="2".
    Source: Amazon SageMaker Developer Guide, "Notebook instances and IMDS"; checkov CKV_AWS_371.
    """
    version = setting(notebook, _VERSION)
    return passed() if str(version) == "2" else failed(f"it answers version {version or 1} of the metadata service")
