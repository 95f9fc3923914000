"""AWS IAM: roles, policies and what an account has beside them."""

from __future__ import annotations

from phizone_stacks.emulator.adapter import Outputs, Wanted, creates


@creates("aws_iam_policy")
def policy(wanted: Wanted) -> Outputs:
    """CreatePolicy."""
    given = wanted.given(PolicyName="name", Path="path", Description="description", PolicyDocument="policy")
    made = wanted.client("iam").create_policy(**given, Tags=wanted.tags())["Policy"]
    return {"id": made["Arn"], "arn": made["Arn"], "name": made["PolicyName"], "policy_id": made["PolicyId"]}


@creates("aws_iam_role")
def role(wanted: Wanted) -> Outputs:
    """CreateRole, then the policies that the role writes or attaches itself."""
    iam = wanted.client("iam")
    given = wanted.given(
        RoleName="name",
        Path="path",
        Description="description",
        AssumeRolePolicyDocument="assume_role_policy",
        MaxSessionDuration="max_session_duration",
        PermissionsBoundary="permissions_boundary",
    )
    made = iam.create_role(**given, Tags=wanted.tags())["Role"]
    name = made["RoleName"]
    for each in wanted.get("inline_policy") or []:
        iam.put_role_policy(RoleName=name, PolicyName=each["name"], PolicyDocument=each["policy"])
    for arn in wanted.get("managed_policy_arns") or []:
        iam.attach_role_policy(RoleName=name, PolicyArn=arn)
    return {"id": name, "name": name, "arn": made["Arn"], "unique_id": made["RoleId"]}


@creates("aws_iam_role_policy")
def role_policy(wanted: Wanted) -> Outputs:
    """PutRolePolicy."""
    given = wanted.given(RoleName="role", PolicyName="name", PolicyDocument="policy")
    wanted.client("iam").put_role_policy(**given)
    return {"id": f"{given['RoleName']}:{given['PolicyName']}"}


@creates("aws_iam_role_policy_attachment")
def role_policy_attachment(wanted: Wanted) -> Outputs:
    """AttachRolePolicy."""
    wanted.client("iam").attach_role_policy(**wanted.given(RoleName="role", PolicyArn="policy_arn"))
    return {"id": f"{wanted.get('role')}/{wanted.get('policy_arn')}"}


@creates("aws_iam_service_linked_role")
def service_linked_role(wanted: Wanted) -> Outputs:
    """CreateServiceLinkedRole, which takes no tags: TagRole."""
    iam = wanted.client("iam")
    given = wanted.given(AWSServiceName="aws_service_name", Description="description", CustomSuffix="custom_suffix")
    made = iam.create_service_linked_role(**given)["Role"]
    if tags := wanted.tags():
        iam.tag_role(RoleName=made["RoleName"], Tags=tags)
    return {"id": made["Arn"], "arn": made["Arn"], "name": made["RoleName"], "unique_id": made["RoleId"]}


@creates("aws_iam_openid_connect_provider")
def openid_connect_provider(wanted: Wanted) -> Outputs:
    """CreateOpenIDConnectProvider."""
    given = wanted.given(Url="url", ClientIDList="client_id_list", ThumbprintList="thumbprint_list")
    made = wanted.client("iam").create_open_id_connect_provider(**given, Tags=wanted.tags())
    return {"id": made["OpenIDConnectProviderArn"], "arn": made["OpenIDConnectProviderArn"]}


@creates("aws_iam_account_password_policy")
def account_password_policy(wanted: Wanted) -> Outputs:
    """UpdateAccountPasswordPolicy."""
    given = wanted.given(
        AllowUsersToChangePassword="allow_users_to_change_password",
        HardExpiry="hard_expiry",
        MaxPasswordAge="max_password_age",
        MinimumPasswordLength="minimum_password_length",
        PasswordReusePrevention="password_reuse_prevention",
        RequireLowercaseCharacters="require_lowercase_characters",
        RequireNumbers="require_numbers",
        RequireSymbols="require_symbols",
        RequireUppercaseCharacters="require_uppercase_characters",
    )
    wanted.client("iam").update_account_password_policy(**given)
    return {"id": "iam-account-password-policy"}


@creates("aws_iam_instance_profile")
def instance_profile(wanted: Wanted) -> Outputs:
    """CreateInstanceProfile, then its role."""
    iam = wanted.client("iam")
    made = iam.create_instance_profile(**wanted.given(InstanceProfileName="name", Path="path"), Tags=wanted.tags())
    profile = made["InstanceProfile"]
    name = profile["InstanceProfileName"]
    if wanted.get("role"):
        iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=wanted.get("role"))
    return {"id": name, "name": name, "arn": profile["Arn"], "unique_id": profile["InstanceProfileId"]}
