"""The names that a closed network asks its resolver for: those of the services behind its endpoints, and its own hosts.

Each one, and every name under a wildcard, is answered by AWS's own servers whatever the label: buckets, registries and
Studio domains of strangers among them, but nobody else learns who asked for what. Names that lead to servers of
customers, as of load balancers, APIs, instances and endpoint services, are none of them.
"""

from __future__ import annotations

from phizone_modules.endpoint_services import GATEWAY_SERVICES, INTERFACE_SERVICES, Service

_NORTHERN_VIRGINIA = "us-east-1"
# Where a name is another than `<service>.<region>.amazonaws.com`; `*.` stands before all that is below a name.
_OTHERWISE = {
    # SDKs ask for the account's own name first. Source: AWS SDKs Reference Guide, "Account-based endpoints".
    "dynamodb": ("*.ddb.{region}.amazonaws.com", "dynamodb.{region}.amazonaws.com"),
    "ecr.api": ("api.ecr.{region}.amazonaws.com",),
    "ecr.dkr": ("*.dkr.ecr.{region}.amazonaws.com",),
    # The service, and the mount targets in this VPC.
    "elasticfilesystem": ("*.efs.{region}.amazonaws.com", "elasticfilesystem.{region}.amazonaws.com"),
    "experiments": ("*.{region}.experiments.sagemaker.aws", "{region}.experiments.sagemaker.aws"),
    "notebook": ("*.notebook.{region}.sagemaker.aws",),
    # A bucket's name is a label of its host's.
    "s3": ("*.s3.{region}.amazonaws.com", "s3.{region}.amazonaws.com"),
    "sagemaker.api": ("api.sagemaker.{region}.amazonaws.com",),
    "sagemaker.featurestore-runtime": ("featurestore-runtime.sagemaker.{region}.amazonaws.com",),
    "sagemaker.metrics": ("metrics.sagemaker.{region}.amazonaws.com",),
    "sagemaker.runtime": ("runtime.sagemaker.{region}.amazonaws.com",),
    "studio": ("*.studio.{region}.sagemaker.aws",),
}


def allowed_names(region: str) -> list[str]:
    """The names that a network with our endpoints needs in a region, sorted."""
    services = {name for each in (*GATEWAY_SERVICES, *INTERFACE_SERVICES) for name in _names(each, region)}
    return sorted(services | set(_own_hosts(region)) | set(_without_region(region)))


def _names(service: Service, region: str) -> list[str]:
    names = _OTHERWISE.get(service.name, (f"{service.name}.{{region}}.amazonaws.com",))
    return [name.replace("{region}", region) for name in names]


def _own_hosts(region: str) -> list[str]:
    """Private names of the VPC's own hosts. Source: Amazon VPC User Guide, "DNS attributes for your VPC"."""
    domain = "ec2.internal" if region == _NORTHERN_VIRGINIA else f"{region}.compute.internal"
    return [f"*.{domain}"]


def _without_region(region: str) -> list[str]:
    """S3's older names, which SDKs still ask for in us-east-1. Source: Boto3, `us_east_1_regional_endpoint`."""
    return ["*.s3.amazonaws.com", "s3.amazonaws.com"] if region == _NORTHERN_VIRGINIA else []
