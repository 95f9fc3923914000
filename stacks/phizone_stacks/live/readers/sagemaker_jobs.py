"""Amazon SageMaker: jobs, and what monitors endpoints."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found
from phizone_stacks.live.readers.sagemaker import Described, all_of, each_of, told
from phizone_stacks.live.reading import reads

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
