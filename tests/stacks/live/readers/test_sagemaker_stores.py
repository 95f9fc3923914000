from __future__ import annotations

from datetime import UTC, datetime

from phizone_stacks.live.readers.sagemaker_stores import feature_groups, flow_definitions, tracking_servers

ROLE = "arn:aws:iam::777777777777:role/work"
KEY = "arn:aws:kms:us-east-1:777777777777:key/11111111-2222-3333-4444-555555555555"
ARN = "arn:aws:sagemaker:us-east-1:777777777777:"
TIME = datetime(2026, 1, 1, tzinfo=UTC)
TAGS = [{"Key": "Team", "Value": "cardiology"}]
TAGGED = ("sagemaker.list_tags", {"Tags": TAGS})
TOLD = {"Team": "cardiology"}


def test_a_notebook_instance_is_read_with_its_network_and_its_key(aws, seen):
    made = aws("sagemaker").create_notebook_instance(
        NotebookInstanceName="notes",
        InstanceType="ml.t3.medium",
        RoleArn=ROLE,
        SubnetId="subnet-01234567",
        SecurityGroupIds=["sg-01234567"],
        KmsKeyId=KEY,
        DirectInternetAccess="Disabled",
        RootAccess="Disabled",
        VolumeSizeInGB=20,
        LifecycleConfigName="prepared",
        Tags=TAGS,
    )
    assert seen("aws_sagemaker_notebook_instance") == [
        {
            "arn": made["NotebookInstanceArn"],
            "direct_internet_access": "Disabled",
            "instance_type": "ml.t3.medium",
            "kms_key_id": KEY,
            "lifecycle_config_name": "prepared",
            "name": "notes",
            "role_arn": ROLE,
            "root_access": "Disabled",
            "security_groups": ["sg-01234567"],
            "subnet_id": "subnet-01234567",
            "tags": TOLD,
            "url": "notes.notebook.us-east-1.sagemaker.aws",
            "volume_size": 20,
        }
    ]


def test_a_pipeline_is_read_with_its_definition(aws, seen):
    definition = '{"Version": "2020-12-01", "Steps": []}'
    made = aws("sagemaker").create_pipeline(
        PipelineName="chest",
        PipelineDisplayName="Chest",
        PipelineDefinition=definition,
        ClientRequestToken="0" * 32,
        RoleArn=ROLE,
        Tags=TAGS,
    )
    assert seen("aws_sagemaker_pipeline") == [
        {
            "arn": made["PipelineArn"],
            "pipeline_definition": definition,
            "pipeline_display_name": "Chest",
            "pipeline_name": "chest",
            "role_arn": ROLE,
            "tags": TOLD,
        }
    ]


def test_a_feature_group_is_read_with_its_stores_and_their_keys(answered):
    arn = f"{ARN}feature-group/chest"
    entry = {"FeatureGroupName": "chest", "FeatureGroupArn": arn, "CreationTime": TIME}
    described = {
        "FeatureGroupArn": arn,
        "FeatureGroupName": "chest",
        "RecordIdentifierFeatureName": "record",
        "EventTimeFeatureName": "at",
        "FeatureDefinitions": [{"FeatureName": "record", "FeatureType": "String"}],
        "CreationTime": TIME,
        "NextToken": "",
        "OnlineStoreConfig": {"EnableOnlineStore": True, "SecurityConfig": {"KmsKeyId": KEY}},
        "OfflineStoreConfig": {"S3StorageConfig": {"S3Uri": "s3://features", "KmsKeyId": KEY}},
        "RoleArn": ROLE,
    }
    listed = ("sagemaker.list_feature_groups", {"FeatureGroupSummaries": [entry]})
    assert answered(feature_groups, listed, ("sagemaker.describe_feature_group", described), TAGGED) == [
        {
            "arn": arn,
            "event_time_feature_name": "at",
            "feature_definition": [{"feature_name": "record", "feature_type": "String"}],
            "feature_group_name": "chest",
            "offline_store_config": [{"s3_storage_config": [{"kms_key_id": KEY, "s3_uri": "s3://features"}]}],
            "online_store_config": [{"enable_online_store": True, "security_config": [{"kms_key_id": KEY}]}],
            "record_identifier_feature_name": "record",
            "role_arn": ROLE,
            "tags": TOLD,
        }
    ]


def test_a_tracking_server_is_read_with_where_it_writes(answered):
    arn = f"{ARN}mlflow-tracking-server/chest"
    described = {
        "TrackingServerArn": arn,
        "TrackingServerName": "chest",
        "ArtifactStoreUri": "s3://artifacts",
        "TrackingServerSize": "Small",
        "MlflowVersion": "2.16.2",
        "RoleArn": ROLE,
        "TrackingServerUrl": "https://chest.example.org",
        "WeeklyMaintenanceWindowStart": "Sun:03:00",
        "AutomaticModelRegistration": False,
    }
    listed = ("sagemaker.list_mlflow_tracking_servers", {"TrackingServerSummaries": [{"TrackingServerName": "chest"}]})
    assert answered(tracking_servers, listed, ("sagemaker.describe_mlflow_tracking_server", described), TAGGED) == [
        {
            "arn": arn,
            "artifact_store_uri": "s3://artifacts",
            "automatic_model_registration": False,
            "mlflow_version": "2.16.2",
            "role_arn": ROLE,
            "tags": TOLD,
            "tracking_server_name": "chest",
            "tracking_server_size": "Small",
            "tracking_server_url": "https://chest.example.org",
            "weekly_maintenance_window_start": "Sun:03:00",
        }
    ]


def test_a_review_by_people_is_read_with_where_it_writes(answered):
    arn = f"{ARN}flow-definition/chest"
    entry = {
        "FlowDefinitionName": "chest",
        "FlowDefinitionArn": arn,
        "FlowDefinitionStatus": "Active",
        "CreationTime": TIME,
    }
    described = {**entry, "OutputConfig": {"S3OutputPath": "s3://reviews", "KmsKeyId": KEY}, "RoleArn": ROLE}
    listed = ("sagemaker.list_flow_definitions", {"FlowDefinitionSummaries": [entry]})
    assert answered(flow_definitions, listed, ("sagemaker.describe_flow_definition", described), TAGGED) == [
        {
            "arn": arn,
            "flow_definition_name": "chest",
            "output_config": [{"kms_key_id": KEY, "s3_output_path": "s3://reviews"}],
            "role_arn": ROLE,
            "tags": TOLD,
        }
    ]
