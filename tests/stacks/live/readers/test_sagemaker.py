from __future__ import annotations

from phizone_stacks.live.readers.sagemaker import spaces, user_profiles

ROLE = "arn:aws:iam::777777777777:role/studio"
KEY = "arn:aws:kms:us-east-1:777777777777:key/11111111-2222-3333-4444-555555555555"
IMAGE = "arn:aws:sagemaker:us-east-1:777777777777:image/notebook"
APPLICATION = "arn:aws:sagemaker::777777777777:sso/application/cardiology/apl-cardiology"
IDLE = {"LifecycleManagement": "ENABLED", "IdleTimeoutInMinutes": 60, "MaxIdleTimeoutInMinutes": 60}
SETTINGS = {
    "ExecutionRole": ROLE,
    "SecurityGroups": ["sg-01234567"],
    "SharingSettings": {"NotebookOutputOption": "Disabled"},
    "JupyterLabAppSettings": {
        "AppLifecycleManagement": {"IdleSettings": IDLE},
        "DefaultResourceSpec": {"SageMakerImageArn": IMAGE},
        "CustomImages": [{"ImageName": "notebook", "AppImageConfigName": "notebook"}],
        "CodeRepositories": [{"RepositoryUrl": "https://git.example.org/models"}],
    },
}
TOLD = [
    {
        "execution_role": ROLE,
        "jupyter_lab_app_settings": [
            {
                "app_lifecycle_management": [
                    {
                        "idle_settings": [
                            {
                                "idle_timeout_in_minutes": 60,
                                "lifecycle_management": "ENABLED",
                                "max_idle_timeout_in_minutes": 60,
                            }
                        ]
                    }
                ],
                "code_repository": [{"repository_url": "https://git.example.org/models"}],
                "custom_image": [{"app_image_config_name": "notebook", "image_name": "notebook"}],
                "default_resource_spec": [{"sagemaker_image_arn": IMAGE}],
            }
        ],
        "security_groups": ["sg-01234567"],
        "sharing_settings": [{"notebook_output_option": "Disabled"}],
    }
]
TAGGED = ("sagemaker.list_tags", {"Tags": [{"Key": "Team", "Value": "cardiology"}]})


def test_a_domain_is_read_with_its_network_its_key_and_its_settings(aws, seen):
    made = aws("sagemaker").create_domain(
        DomainName="cardiology",
        AuthMode="SSO",
        DefaultUserSettings=SETTINGS,
        DefaultSpaceSettings={"ExecutionRole": ROLE, "SecurityGroups": ["sg-01234567"]},
        DomainSettings={
            "SecurityGroupIds": ["sg-01234567"],
            "ExecutionRoleIdentityConfig": "USER_PROFILE_NAME",
            "DockerSettings": {"EnableDockerAccess": "DISABLED"},
        },
        SubnetIds=["subnet-01234567"],
        VpcId="vpc-01234567",
        AppNetworkAccessType="VpcOnly",
        KmsKeyId=KEY,
        Tags=[{"Key": "Team", "Value": "cardiology"}],
    )
    assert seen("aws_sagemaker_domain") == [
        {
            "app_network_access_type": "VpcOnly",
            "arn": made["DomainArn"],
            "auth_mode": "SSO",
            "default_space_settings": [{"execution_role": ROLE, "security_groups": ["sg-01234567"]}],
            "default_user_settings": TOLD,
            "domain_name": "cardiology",
            "domain_settings": [
                {
                    "docker_settings": [{"enable_docker_access": "DISABLED"}],
                    "execution_role_identity_config": "USER_PROFILE_NAME",
                    "security_group_ids": ["sg-01234567"],
                }
            ],
            "home_efs_file_system_id": "cardiology-efs-id",
            "id": "d-cardiology",
            "kms_key_id": KEY,
            "security_group_id_for_domain_boundary": "sg-cardiology",
            "single_sign_on_application_arn": APPLICATION,
            "single_sign_on_managed_application_instance_id": "cardiology-sso-id",
            "subnet_ids": ["subnet-01234567"],
            "tags": {"Team": "cardiology"},
            "url": "cardiology.us-east-1.sagemaker.test.com",
            "vpc_id": "vpc-01234567",
        }
    ]


def test_a_user_profile_is_read_with_its_role_and_its_settings(answered):
    arn = "arn:aws:sagemaker:us-east-1:777777777777:user-profile/d-abc/engineer"
    listed = ("sagemaker.list_user_profiles", {"UserProfiles": [{"DomainId": "d-abc", "UserProfileName": "engineer"}]})
    described = (
        "sagemaker.describe_user_profile",
        {
            "DomainId": "d-abc",
            "UserProfileArn": arn,
            "UserProfileName": "engineer",
            "HomeEfsFileSystemUid": "200001",
            "Status": "InService",
            "SingleSignOnUserIdentifier": "UserName",
            "SingleSignOnUserValue": "cardiology-engineer",
            "UserSettings": SETTINGS,
        },
    )
    assert answered(user_profiles, listed, described, TAGGED) == [
        {
            "arn": arn,
            "domain_id": "d-abc",
            "home_efs_file_system_uid": "200001",
            "id": arn,
            "single_sign_on_user_identifier": "UserName",
            "single_sign_on_user_value": "cardiology-engineer",
            "tags": {"Team": "cardiology"},
            "user_profile_name": "engineer",
            "user_settings": TOLD,
        }
    ]


def test_a_space_is_read_with_its_owner_and_who_shares_it(answered):
    arn = "arn:aws:sagemaker:us-east-1:777777777777:space/d-abc/notes"
    listed = ("sagemaker.list_spaces", {"Spaces": [{"DomainId": "d-abc", "SpaceName": "notes"}]})
    described = (
        "sagemaker.describe_space",
        {
            "DomainId": "d-abc",
            "SpaceArn": arn,
            "SpaceName": "notes",
            "SpaceDisplayName": "Notes",
            "SpaceSettings": {
                "AppType": "JupyterLab",
                "SpaceStorageSettings": {"EbsStorageSettings": {"EbsVolumeSizeInGb": 20}},
                "CustomFileSystems": [{"EFSFileSystem": {"FileSystemId": "fs-01234567"}}],
            },
            "OwnershipSettings": {"OwnerUserProfileName": "engineer"},
            "SpaceSharingSettings": {"SharingType": "Private"},
        },
    )
    assert answered(spaces, listed, described, TAGGED) == [
        {
            "arn": arn,
            "domain_id": "d-abc",
            "id": arn,
            "ownership_settings": [{"owner_user_profile_name": "engineer"}],
            "space_display_name": "Notes",
            "space_name": "notes",
            "space_settings": [
                {
                    "app_type": "JupyterLab",
                    "custom_file_system": [{"efs_file_system": [{"file_system_id": "fs-01234567"}]}],
                    "space_storage_settings": [{"ebs_storage_settings": [{"ebs_volume_size_in_gb": 20}]}],
                }
            ],
            "space_sharing_settings": [{"sharing_type": "Private"}],
            "tags": {"Team": "cardiology"},
        }
    ]
