from __future__ import annotations

from datetime import UTC, datetime

from phizone_stacks.live.readers.sagemaker_jobs import labeling_jobs, monitoring_schedules, training_jobs

ROLE = "arn:aws:iam::777777777777:role/work"
KEY = "arn:aws:kms:us-east-1:777777777777:key/11111111-2222-3333-4444-555555555555"
IMAGE = "777777777777.dkr.ecr.us-east-1.amazonaws.com/work:1.0.0"
ARN = "arn:aws:sagemaker:us-east-1:777777777777:"
TIME = datetime(2026, 1, 1, tzinfo=UTC)
TAGS = [{"Key": "Team", "Value": "cardiology"}]
TAGGED = ("sagemaker.list_tags", {"Tags": TAGS})
TOLD = {"Team": "cardiology"}
VPC = {"SecurityGroupIds": ["sg-01234567"], "Subnets": ["subnet-01234567"]}
VPC_TOLD = [{"security_group_ids": ["sg-01234567"], "subnets": ["subnet-01234567"]}]
TRAINING = {
    "AlgorithmSpecification": {"TrainingImage": IMAGE, "TrainingInputMode": "File"},
    "RoleArn": ROLE,
    "OutputDataConfig": {"S3OutputPath": "s3://models", "KmsKeyId": KEY},
    "ResourceConfig": {
        "InstanceType": "ml.m5.large",
        "InstanceCount": 2,
        "VolumeSizeInGB": 50,
        "VolumeKmsKeyId": KEY,
    },
    "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
    "VpcConfig": VPC,
    "EnableNetworkIsolation": True,
    "EnableInterContainerTrafficEncryption": True,
}
OUTPUT_TOLD = [{"kms_key_id": KEY, "s3_output_path": "s3://models"}]
RESOURCES_TOLD = [
    {"instance_count": 2, "instance_type": "ml.m5.large", "volume_kms_key_id": KEY, "volume_size_in_gb": 50}
]


def test_a_training_job_is_read_with_its_network_its_keys_and_what_it_is_told(aws, seen):
    made = aws("sagemaker").create_training_job(
        TrainingJobName="chest",
        HyperParameters={"LearningRate": "0.1"},
        CheckpointConfig={"S3Uri": "s3://checkpoints"},
        Tags=TAGS,
        **TRAINING,
    )
    # moto gives every job the metric of the algorithm.
    metric = {"name": "test:dcg", "regex": "#quality_metric: host=\\S+, test dcg <score>=(\\S+)"}
    assert seen("aws_sagemaker_training_job") == [
        {
            "algorithm_specification": [
                {"metric_definitions": [metric], "training_image": IMAGE, "training_input_mode": "File"}
            ],
            "arn": made["TrainingJobArn"],
            "checkpoint_config": [{"s3_uri": "s3://checkpoints"}],
            "enable_inter_container_traffic_encryption": True,
            "enable_managed_spot_training": False,
            "enable_network_isolation": True,
            "hyper_parameters": {"LearningRate": "withheld"},
            "output_data_config": OUTPUT_TOLD,
            "resource_config": RESOURCES_TOLD,
            "role_arn": ROLE,
            "stopping_condition": [{"max_runtime_in_seconds": 3600}],
            "tags": TOLD,
            "training_job_name": "chest",
            "vpc_config": VPC_TOLD,
        }
    ]


def test_a_training_job_of_a_tuning_job_is_told_by_that_one(answered):
    arn = f"{ARN}training-job/chest-1"
    entry = {
        "TrainingJobName": "chest-1",
        "TrainingJobArn": arn,
        "CreationTime": TIME,
        "TrainingJobStatus": "Completed",
    }
    described = {
        "TrainingJobName": "chest-1",
        "TrainingJobArn": arn,
        "TuningJobArn": f"{ARN}hyper-parameter-tuning-job/chest",
        "ModelArtifacts": {"S3ModelArtifacts": "s3://models/chest-1"},
        "TrainingJobStatus": "Completed",
        "SecondaryStatus": "Completed",
        "AlgorithmSpecification": {"TrainingInputMode": "File"},
        "ResourceConfig": {"VolumeSizeInGB": 50},
        "StoppingCondition": {},
        "CreationTime": TIME,
    }
    listed = ("sagemaker.list_training_jobs", {"TrainingJobSummaries": [entry]})
    assert answered(training_jobs, listed, ("sagemaker.describe_training_job", described)) == []


def test_a_tuning_job_is_read_with_the_training_jobs_that_it_starts(aws, seen):
    made = aws("sagemaker").create_hyper_parameter_tuning_job(
        HyperParameterTuningJobName="chest",
        HyperParameterTuningJobConfig={
            "Strategy": "Bayesian",
            "ResourceLimits": {"MaxNumberOfTrainingJobs": 4, "MaxParallelTrainingJobs": 2},
            "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "auc"},
        },
        TrainingJobDefinition=TRAINING,
        WarmStartConfig={
            "ParentHyperParameterTuningJobs": [{"HyperParameterTuningJobName": "before"}],
            "WarmStartType": "TransferLearning",
        },
        Tags=TAGS,
    )
    limits = {"max_number_of_training_jobs": 4, "max_parallel_training_jobs": 2}
    parents, objective = [{"name": "before"}], {"metric_name": "auc", "type": "Maximize"}
    assert seen("aws_sagemaker_hyper_parameter_tuning_job") == [
        {
            "arn": made["HyperParameterTuningJobArn"],
            "config": [{"objective": [objective], "resource_limits": [limits], "strategy": "Bayesian"}],
            "failure_reason": "",
            "name": "chest",
            "tags": TOLD,
            "training_job_definition": [
                {
                    "algorithm_specification": [{"training_image": IMAGE, "training_input_mode": "File"}],
                    "enable_inter_container_traffic_encryption": True,
                    "enable_network_isolation": True,
                    "output_data_config": OUTPUT_TOLD,
                    "resource_config": RESOURCES_TOLD,
                    "role_arn": ROLE,
                    "stopping_condition": [{"max_runtime_in_seconds": 3600}],
                    "vpc_config": VPC_TOLD,
                }
            ],
            "warm_start_config": [
                {"parent_hyper_parameter_tuning_jobs": parents, "warm_start_type": "TransferLearning"}
            ],
        }
    ]


LABELING_ARN = f"{ARN}labeling-job/chest"
COUNTERS = {"TotalLabeled": 1, "HumanLabeled": 1}
LABELING_ENTRY = {
    "LabelingJobName": "chest",
    "LabelingJobArn": LABELING_ARN,
    "CreationTime": TIME,
    "LastModifiedTime": TIME,
    "LabelingJobStatus": "Completed",
    "LabelCounters": COUNTERS,
    "WorkteamArn": f"{ARN}workteam/ward",
}
LABELING = {
    "LabelingJobName": "chest",
    "LabelingJobArn": LABELING_ARN,
    "LabelingJobStatus": "Completed",
    "LabelCounters": COUNTERS,
    "CreationTime": TIME,
    "LastModifiedTime": TIME,
    "JobReferenceCode": "0123",
    "InputConfig": {"DataSource": {"S3DataSource": {"ManifestS3Uri": "s3://images/manifest"}}},
    "OutputConfig": {"S3OutputPath": "s3://labels", "KmsKeyId": KEY},
    "RoleArn": ROLE,
    "LabelingJobAlgorithmsConfig": {
        "LabelingJobAlgorithmSpecificationArn": f"{ARN}labeling-job-algorithm-specification/image",
        "LabelingJobResourceConfig": {"VolumeKmsKeyId": KEY, "VpcConfig": VPC},
    },
    "HumanTaskConfig": {
        "WorkteamArn": f"{ARN}workteam/ward",
        "UiConfig": {"UiTemplateS3Uri": "s3://images/template"},
        "TaskTitle": "t",
        "TaskDescription": "d",
        "NumberOfHumanWorkersPerDataObject": 1,
        "TaskTimeLimitInSeconds": 60,
    },
}


def test_a_labelling_job_is_read_with_its_output_and_its_network(answered):
    listed = ("sagemaker.list_labeling_jobs", {"LabelingJobSummaryList": [LABELING_ENTRY]})
    assert answered(labeling_jobs, listed, ("sagemaker.describe_labeling_job", LABELING), TAGGED) == [
        {
            "human_task_config": [
                {
                    "number_of_human_workers_per_data_object": 1,
                    "task_description": "d",
                    "task_time_limit_in_seconds": 60,
                    "task_title": "t",
                    "ui_config": [{"ui_template_s3_uri": "s3://images/template"}],
                    "workteam_arn": f"{ARN}workteam/ward",
                }
            ],
            "input_config": [{"data_source": [{"s3_data_source": [{"manifest_s3_uri": "s3://images/manifest"}]}]}],
            "job_reference_code": "0123",
            "label_counters": [{"human_labeled": 1, "total_labeled": 1}],
            "labeling_job_algorithms_config": [
                {
                    "labeling_job_algorithm_specification_arn": f"{ARN}labeling-job-algorithm-specification/image",
                    "labeling_job_resource_config": [{"volume_kms_key_id": KEY, "vpc_config": VPC_TOLD}],
                }
            ],
            "labeling_job_arn": LABELING_ARN,
            "labeling_job_name": "chest",
            "labeling_job_status": "Completed",
            "output_config": [{"kms_key_id": KEY, "s3_output_path": "s3://labels"}],
            "role_arn": ROLE,
            "tags": TOLD,
        }
    ]


MONITORED = {"S3Output": {"S3Uri": "s3://reports", "LocalPath": "/opt/ml/processing/output"}}
MONITORED_TOLD = [{"s3_output": [{"local_path": "/opt/ml/processing/output", "s3_uri": "s3://reports"}]}]
CLUSTER = {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 20, "VolumeKmsKeyId": KEY}
CLUSTER_TOLD = [
    {"instance_count": 1, "instance_type": "ml.m5.large", "volume_kms_key_id": KEY, "volume_size_in_gb": 20}
]
NETWORK = {"EnableNetworkIsolation": True, "EnableInterContainerTrafficEncryption": True, "VpcConfig": VPC}
NETWORK_TOLD = [
    {
        "enable_inter_container_traffic_encryption": True,
        "enable_network_isolation": True,
        "vpc_config": VPC_TOLD,
    }
]


def test_what_monitors_an_endpoint_is_read_with_its_network_its_keys_and_its_output(aws, seen):
    made = aws("sagemaker").create_data_quality_job_definition(
        JobDefinitionName="chest",
        DataQualityAppSpecification={"ImageUri": IMAGE, "Environment": {"Level": "1"}},
        DataQualityJobInput={"EndpointInput": {"EndpointName": "chest", "LocalPath": "/opt/ml/processing/input"}},
        DataQualityJobOutputConfig={"MonitoringOutputs": [MONITORED], "KmsKeyId": KEY},
        JobResources={"ClusterConfig": CLUSTER},
        NetworkConfig=NETWORK,
        RoleArn=ROLE,
        StoppingCondition={"MaxRuntimeInSeconds": 3600},
        Tags=TAGS,
    )
    assert seen("aws_sagemaker_data_quality_job_definition") == [
        {
            "arn": made["JobDefinitionArn"],
            "data_quality_app_specification": [{"environment": {"Level": "0"}, "image_uri": IMAGE}],
            "data_quality_baseline_config": [{}],
            "data_quality_job_input": [
                {"endpoint_input": [{"endpoint_name": "chest", "local_path": "/opt/ml/processing/input"}]}
            ],
            "data_quality_job_output_config": [{"kms_key_id": KEY, "monitoring_outputs": MONITORED_TOLD}],
            "job_resources": [{"cluster_config": CLUSTER_TOLD}],
            "name": "chest",
            "network_config": NETWORK_TOLD,
            "role_arn": ROLE,
            "stopping_condition": [{"max_runtime_in_seconds": 3600}],
            "tags": TOLD,
        }
    ]


SCHEDULED = {
    "BaselineConfig": {"StatisticsResource": {"S3Uri": "s3://baseline/statistics.json"}},
    "MonitoringInputs": [{"EndpointInput": {"EndpointName": "chest", "LocalPath": "/opt/ml/processing/input"}}],
    "MonitoringOutputConfig": {"MonitoringOutputs": [MONITORED], "KmsKeyId": KEY},
    "MonitoringResources": {"ClusterConfig": CLUSTER},
    "MonitoringAppSpecification": {"ImageUri": IMAGE},
    "NetworkConfig": NETWORK,
    "RoleArn": ROLE,
}
SCHEDULED_TOLD = {
    "baseline": [{"statistics_resource": [{"s3_uri": "s3://baseline/statistics.json"}]}],
    "monitoring_app_specification": [{"image_uri": IMAGE}],
    "monitoring_inputs": [{"endpoint_input": [{"endpoint_name": "chest", "local_path": "/opt/ml/processing/input"}]}],
    "monitoring_output_config": [{"kms_key_id": KEY, "monitoring_outputs": MONITORED_TOLD}],
    "monitoring_resources": [{"cluster_config": CLUSTER_TOLD}],
    "network_config": NETWORK_TOLD,
    "role_arn": ROLE,
}


def test_a_schedule_is_read_with_the_job_that_it_describes(answered):
    arn = f"{ARN}monitoring-schedule/chest"
    entry = {
        "MonitoringScheduleName": "chest",
        "MonitoringScheduleArn": arn,
        "CreationTime": TIME,
        "LastModifiedTime": TIME,
        "MonitoringScheduleStatus": "Scheduled",
    }
    described = {
        **entry,
        "MonitoringScheduleConfig": {
            "ScheduleConfig": {"ScheduleExpression": "cron(0 * ? * * *)"},
            "MonitoringJobDefinition": SCHEDULED,
            "MonitoringType": "DataQuality",
        },
    }
    listed = ("sagemaker.list_monitoring_schedules", {"MonitoringScheduleSummaries": [entry]})
    assert answered(monitoring_schedules, listed, ("sagemaker.describe_monitoring_schedule", described), TAGGED) == [
        {
            "arn": arn,
            "monitoring_schedule_config": [
                {
                    "monitoring_job_definition": [SCHEDULED_TOLD],
                    "monitoring_type": "DataQuality",
                    "schedule_config": [{"schedule_expression": "cron(0 * ? * * *)"}],
                }
            ],
            "name": "chest",
            "tags": TOLD,
        }
    ]
