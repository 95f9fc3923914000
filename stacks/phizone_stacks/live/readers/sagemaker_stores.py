"""Amazon SageMaker: notebooks, pipelines, and the stores that people and jobs write to."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found
from phizone_stacks.live.readers.sagemaker import Described, all_of
from phizone_stacks.live.reading import Where, reads

_NOTEBOOK = Described(
    type="aws_sagemaker_notebook_instance",
    listed=("list_notebook_instances", "NotebookInstances"),
    described="describe_notebook_instance",
    named_by={"NotebookInstanceName": "NotebookInstanceName"},
    arn="NotebookInstanceArn",
    given={
        "name": "NotebookInstanceName",
        "lifecycle_config_name": "NotebookInstanceLifecycleConfigName",
        "volume_size": "VolumeSizeInGB",
    },
)
_PIPELINE = Described(
    type="aws_sagemaker_pipeline",
    listed=("list_pipelines", "PipelineSummaries"),
    described="describe_pipeline",
    named_by={"PipelineName": "PipelineName"},
    arn="PipelineArn",
)
_FEATURES = Described(
    type="aws_sagemaker_feature_group",
    listed=("list_feature_groups", "FeatureGroupSummaries"),
    described="describe_feature_group",
    named_by={"FeatureGroupName": "FeatureGroupName"},
    arn="FeatureGroupArn",
)
_TRACKING = Described(
    type="aws_sagemaker_mlflow_tracking_server",
    listed=("list_mlflow_tracking_servers", "TrackingServerSummaries"),
    described="describe_mlflow_tracking_server",
    named_by={"TrackingServerName": "TrackingServerName"},
    arn="TrackingServerArn",
)
_REVIEW = Described(
    type="aws_sagemaker_flow_definition",
    listed=("list_flow_definitions", "FlowDefinitionSummaries"),
    described="describe_flow_definition",
    named_by={"FlowDefinitionName": "FlowDefinitionName"},
    arn="FlowDefinitionArn",
)


@reads("aws_sagemaker_notebook_instance", where=Where.EVERYWHERE)
def notebook_instances(calls: Calls) -> Iterator[Found]:
    """Notebook instances, whether they run or not."""
    return all_of(calls, _NOTEBOOK)


@reads("aws_sagemaker_pipeline", silent={"aws_sagemaker_pipeline": ("pipeline_definition_s3_location",)})
def pipelines(calls: Calls) -> Iterator[Found]:
    """Pipelines with their definitions, wherever those were uploaded from."""
    return all_of(calls, _PIPELINE)


@reads("aws_sagemaker_feature_group", where=Where.EVERYWHERE)
def feature_groups(calls: Calls) -> Iterator[Found]:
    """Feature groups with their stores."""
    return all_of(calls, _FEATURES)


@reads("aws_sagemaker_mlflow_tracking_server")
def tracking_servers(calls: Calls) -> Iterator[Found]:
    """MLflow's tracking servers."""
    return all_of(calls, _TRACKING)


@reads("aws_sagemaker_flow_definition")
def flow_definitions(calls: Calls) -> Iterator[Found]:
    """Reviews by people."""
    return all_of(calls, _REVIEW)
