"""SageMaker writes to our buckets."""

from __future__ import annotations

from phizone_policies.check import Claim, Outcome, Profile, Result, Severity, View, check, not_applicable, passed
from phizone_policies.views.blocks import leaves
from phizone_policies.views.s3_uris import leads_to_ours
from phizone_policies.views.sagemaker_jobs import training_paths
from phizone_policies.views.settings import reads
from phizone_stacks.graph.node import Node

_DESTINATIONS = {
    "aws_sagemaker_data_quality_job_definition": (
        "data_quality_job_output_config.monitoring_outputs.s3_output.s3_uri",
    ),
    "aws_sagemaker_device_fleet": ("output_config.s3_output_location",),
    "aws_sagemaker_endpoint_configuration": (
        "async_inference_config.output_config.s3_failure_path",
        "async_inference_config.output_config.s3_output_path",
        "data_capture_config.destination_s3_uri",
        "production_variants.core_dump_config.destination_s3_uri",
        "shadow_production_variants.core_dump_config.destination_s3_uri",
    ),
    "aws_sagemaker_feature_group": ("offline_store_config.s3_storage_config.s3_uri",),
    "aws_sagemaker_flow_definition": ("output_config.s3_output_path",),
    "aws_sagemaker_hub": ("s3_storage_config.s3_output_path",),
    "aws_sagemaker_hyper_parameter_tuning_job": training_paths("training_job_definition", "training_job_definitions"),
    "aws_sagemaker_labeling_job": ("output_config.s3_output_path",),
    "aws_sagemaker_mlflow_app": ("artifact_store_uri",),
    "aws_sagemaker_mlflow_tracking_server": ("artifact_store_uri",),
    "aws_sagemaker_model_card_export_job": ("output_config.s3_output_path",),
    "aws_sagemaker_monitoring_schedule": (
        "monitoring_schedule_config.monitoring_job_definition.monitoring_output_config"
        ".monitoring_outputs.s3_output.s3_uri",
    ),
    "aws_sagemaker_training_job": (
        *training_paths(""),
        "debug_hook_config.s3_output_path",
        "profiler_config.s3_output_path",
        "tensor_board_output_config.s3_output_path",
    ),
}


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=tuple(_DESTINATIONS),
    reads=reads(_DESTINATIONS),
)
def sagemaker_writes_to_our_buckets(resource: Node, view: View) -> Result:
    """What endpoints, jobs, feature groups and tracking servers write goes to buckets of this program.

    Why: results, captured requests and models in somebody else's bucket are PHI that left.
    Fix: name a bucket of this program in the destination.
    Source: Amazon SageMaker Developer Guide, "Configure security in Amazon SageMaker AI"; 45 CFR 164.312(a)(1).
    """
    paths = _DESTINATIONS[resource.type]
    uris = [(path.rsplit(".", 1)[-1], uri) for path in paths for uri in leaves(resource, path)]
    if not uris:
        return not_applicable("it writes nothing to S3")
    found = [leads_to_ours(view.graph, f"what it writes by {name}", uri) for name, uri in uris]
    worst = (Outcome.FAIL, Outcome.UNKNOWN)
    return next((result for outcome in worst for result in found if result.outcome is outcome), passed())
