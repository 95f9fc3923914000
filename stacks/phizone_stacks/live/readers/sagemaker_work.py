"""Amazon SageMaker: notebooks, jobs, pipelines, monitoring, and the stores that they write to."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found
from phizone_stacks.live.readers.sagemaker import Described, all_of, each_of, told
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
_TRAINING = Described(
    type="aws_sagemaker_training_job",
    listed=("list_training_jobs", "TrainingJobSummaries"),
    described="describe_training_job",
    named_by={"TrainingJobName": "TrainingJobName"},
    arn="TrainingJobArn",
)
_TUNING = Described(
    type="aws_sagemaker_hyper_parameter_tuning_job",
    listed=("list_hyper_parameter_tuning_jobs", "HyperParameterTuningJobSummaries"),
    described="describe_hyper_parameter_tuning_job",
    named_by={"HyperParameterTuningJobName": "HyperParameterTuningJobName"},
    arn="HyperParameterTuningJobArn",
)
_LABELING = Described(
    type="aws_sagemaker_labeling_job",
    listed=("list_labeling_jobs", "LabelingJobSummaryList"),
    described="describe_labeling_job",
    named_by={"LabelingJobName": "LabelingJobName"},
    arn="LabelingJobArn",
)
_QUALITY = Described(
    type="aws_sagemaker_data_quality_job_definition",
    listed=("list_data_quality_job_definitions", "JobDefinitionSummaries"),
    described="describe_data_quality_job_definition",
    named_by={"MonitoringJobDefinitionName": "JobDefinitionName"},
    arn="JobDefinitionArn",
    given={"name": "JobDefinitionName"},
)
_SCHEDULE = Described(
    type="aws_sagemaker_monitoring_schedule",
    listed=("list_monitoring_schedules", "MonitoringScheduleSummaries"),
    described="describe_monitoring_schedule",
    named_by={"MonitoringScheduleName": "MonitoringScheduleName"},
    arn="MonitoringScheduleArn",
    given={"name": "MonitoringScheduleName"},
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


@reads("aws_sagemaker_training_job")
def training_jobs(calls: Calls) -> Iterator[Found]:
    """Training jobs, those that ended too; those of a tuning job are told by that one."""
    for _, answer in each_of(calls, _TRAINING):
        if not answer.get("TuningJobArn"):
            yield told(calls, _TRAINING, answer)


@reads("aws_sagemaker_hyper_parameter_tuning_job")
def tuning_jobs(calls: Calls) -> Iterator[Found]:
    """Tuning jobs with the training jobs that they start."""
    return all_of(calls, _TUNING)


@reads("aws_sagemaker_labeling_job")
def labeling_jobs(calls: Calls) -> Iterator[Found]:
    """Labelling jobs."""
    return all_of(calls, _LABELING)


@reads("aws_sagemaker_data_quality_job_definition")
def data_quality_job_definitions(calls: Calls) -> Iterator[Found]:
    """What monitors the data that endpoints get."""
    return all_of(calls, _QUALITY)


@reads("aws_sagemaker_monitoring_schedule")
def monitoring_schedules(calls: Calls) -> Iterator[Found]:
    """When endpoints are monitored, and by what."""
    return all_of(calls, _SCHEDULE)


@reads("aws_sagemaker_pipeline", silent={"aws_sagemaker_pipeline": ("pipeline_definition_s3_location",)})
def pipelines(calls: Calls) -> Iterator[Found]:
    """Pipelines with their definitions, wherever those were uploaded from."""
    return all_of(calls, _PIPELINE)


@reads("aws_sagemaker_feature_group")
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
