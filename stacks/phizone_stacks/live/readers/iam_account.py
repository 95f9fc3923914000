"""AWS IAM: what an account has beside principals and policies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, snaked, tags_of
from phizone_stacks.live.reading import Where, reads

_NONE = ("NoSuchEntity", "NoSuchEntityException")
_OF_IDENTITY_CENTER = re.compile(r"AWSSSO_[0-9a-f]+_DO_NOT_DELETE")
_SCHEME = "https://"


@reads("aws_iam_account_password_policy", where=Where.ACCOUNT)
def password_policy(calls: Calls) -> Iterator[Found]:
    """The account's own password policy, where it has one."""
    answer = calls.find("iam", "get_account_password_policy", _NONE)
    if answer is not None:
        yield found("aws_iam_account_password_policy", "passwords", snaked(answer["PasswordPolicy"]))


@reads("aws_iam_openid_connect_provider", where=Where.ACCOUNT)
def openid_connect_providers(calls: Calls) -> Iterator[Found]:
    """Identity providers whose tokens the account takes."""
    for each in calls.all("iam", "list_open_id_connect_providers", "OpenIDConnectProviderList"):
        arn = each["Arn"]
        provider = calls.get("iam", "get_open_id_connect_provider", OpenIDConnectProviderArn=arn)
        url = provider["Url"].removeprefix(_SCHEME)
        attributes = {
            "id": arn,
            "arn": arn,
            # AWS tells it without its scheme, which can be no other.
            "url": f"{_SCHEME}{url}",
            "client_id_list": sorted(provider.get("ClientIDList", [])),
            "thumbprint_list": provider.get("ThumbprintList"),
            "tags": tags_of(provider.get("Tags")),
        }
        yield found("aws_iam_openid_connect_provider", url, attributes)


@reads("aws_iam_saml_provider", where=Where.ACCOUNT)
def saml_providers(calls: Calls) -> Iterator[Found]:
    """Identity providers that vouch by SAML, but for the one that Identity Center makes for itself."""
    for each in calls.all("iam", "list_saml_providers", "SAMLProviderList"):
        arn = each["Arn"]
        name = arn.rpartition("/")[2]
        if _OF_IDENTITY_CENTER.fullmatch(name):
            continue
        provider = calls.get("iam", "get_saml_provider", SAMLProviderArn=arn)
        attributes = {
            "id": arn,
            "arn": arn,
            "name": name,
            "saml_metadata_document": provider["SAMLMetadataDocument"],
            "tags": tags_of(provider.get("Tags")),
        }
        yield found("aws_iam_saml_provider", name, attributes)


@reads(
    "aws_iam_instance_profile", where=Where.ACCOUNT, silent={"aws_iam_instance_profile": ("create_date", "name_prefix")}
)
def instance_profiles(calls: Calls) -> Iterator[Found]:
    """Instance profiles with the one role that each may have."""
    for each in calls.all("iam", "list_instance_profiles", "InstanceProfiles"):
        name = each["InstanceProfileName"]
        # The listing has no tags.
        profile = calls.get("iam", "get_instance_profile", InstanceProfileName=name)["InstanceProfile"]
        attributes = {
            "arn": profile["Arn"],
            "name": name,
            "path": profile["Path"],
            "role": next((role["RoleName"] for role in profile["Roles"]), None),
            "tags": tags_of(profile.get("Tags")),
        }
        yield found("aws_iam_instance_profile", name, attributes)


@reads(
    "aws_iam_server_certificate",
    where=Where.ACCOUNT,
    silent={"aws_iam_server_certificate": ("certificate_body", "certificate_chain", "name_prefix", "private_key")},
)
def server_certificates(calls: Calls) -> Iterator[Found]:
    """Certificates that stand in IAM."""
    for each in calls.all("iam", "list_server_certificates", "ServerCertificateMetadataList"):
        name = each["ServerCertificateName"]
        attributes = {"id": each["ServerCertificateId"], "arn": each["Arn"], "name": name, "path": each["Path"]}
        yield found("aws_iam_server_certificate", name, attributes)
