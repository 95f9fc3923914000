"""Whether any request is allowed, with one that is, by every layer and rule that has a say."""

from __future__ import annotations

import pytest

from phizone_policies.proofs.access.request import Decision, Grant, Outcome, Policies
from phizone_policies.proofs.access.symbolic import possible as module
from phizone_policies.proofs.access.symbolic.question import Allowed, Denied, Undecided

OURS, THEIRS = "111111111111", "222222222222"
ROLE = f"arn:aws:iam::{OURS}:role/team/a"
SESSION = f"arn:aws:sts::{OURS}:assumed-role/a/s"
ANY_STRANGER = f"arn:aws:iam::{THEIRS}:role/*"
KEY = f"arn:aws:kms:us-east-1:{OURS}:key/k"


def under(operator, key, *values):
    return {"Condition": {operator: {key: list(values)}}}


def test_the_witness_is_a_request_that_passes_every_layer(document, ask):
    policies = Policies(
        identity=(document({"Action": "s3:Get*", **under("StringEquals", "aws:SourceVpce", "vpce-1", "vpce-2")}),),
        boundary=(document({"Resource": "arn:aws:s3:::a/b*"}),),
        scp=((document({}, {"Effect": "Deny", **under("StringNotLike", "aws:RequestedRegion", "us-*")}),),),
        rcp=((document({"Effect": "Deny", "Principal": "*", **under("Bool", "aws:SecureTransport", "false")}),),),
        resource=document({"Effect": "Deny", "Principal": "*", **under("StringEquals", "aws:SourceVpce", "vpce-1")}),
    )
    answer = ask(policies)
    assert isinstance(answer, Allowed)
    assert (answer.witness.principal, answer.witness.action) == (ROLE, "s3:GetObject")
    assert answer.witness.resource == "arn:aws:s3:::a/b"
    assert dict(answer.witness.context) == {
        "aws:requestedregion": ("us-",),
        "aws:securetransport": ("true",),
        "aws:sourcevpce": ("vpce-2",),
    }


@pytest.mark.parametrize(
    ("layer", "reason"),
    [
        ({"identity": ()}, "no statement of the identity policies allows it"),
        ({"boundary": ()}, "no statement of the permissions boundary allows it"),
        ({"session": ()}, "no statement of the session policies allows it"),
        ({"endpoint": ()}, "no statement of the endpoint policy allows it"),
        ({"scp": ((),)}, "no statement of the service control policies at level 1 from the root allows it"),
    ],
)
def test_a_layer_that_allows_nothing_is_named(document, ask, layer, reason):
    answer = ask(Policies(**{"identity": (document({}),), **layer}))
    assert isinstance(answer, Denied)
    assert reason in "; ".join(answer.because)


def test_what_stands_in_the_way_of_every_request_is_named(document, ask):
    allowing = document({"Sid": "Inside", **under("StringEquals", "aws:SourceVpce", "vpce-1")})
    denying = document(
        {"Sid": "Out", "Effect": "Deny", "Principal": "*", **under("StringLike", "aws:SourceVpce", "v*")}
    )
    answer = ask(Policies(identity=(allowing,), resource=denying))
    assert answer == Denied(('statement "Out" of the resource policy denies it',))


def test_pinned_keys_and_what_a_key_never_holds_narrow_the_requests(document, ask):
    policies = Policies(identity=(document(under("StringEquals", "aws:PrincipalOrgID", "o-1", "o-2")),))
    assert isinstance(ask(policies), Allowed)
    assert isinstance(ask(policies, context={"aws:principalorgid": ("o-3",)}), Denied)
    assert isinstance(ask(policies, context={"aws:principal*": None}), Denied)
    answer = ask(policies, never={"aws:principalorgid": ("o-1",)})
    assert isinstance(answer, Allowed)
    assert answer.witness.context["aws:principalorgid"] == ("o-2",)
    assert isinstance(ask(policies, never={"aws:principalorgid": ("o-*",)}), Denied)
    assert isinstance(ask(policies, never={"action": ("s3:get*",)}), Denied)
    assert isinstance(ask(policies, never={"resource": ("arn:aws:s3:::a/*",)}), Denied)


def test_a_wildcard_action_is_one_that_aws_knows(document, ask):
    policies = Policies(identity=(document({"Action": "s3:GetBucketPol*"}),))
    answer = ask(policies, actions=("s3:*",), resources=("arn:aws:s3:::a",))
    assert isinstance(answer, Allowed)
    assert answer.witness.action == "s3:getbucketpolicy"
    nothing = Policies(identity=(document({"Action": "s3:GetNothing*"}),))
    assert isinstance(ask(nothing, actions=("s3:*",), resources=("arn:aws:s3:::a",)), Denied)


def test_a_session_that_a_policy_names_asks_for_its_role(document, ask):
    policies = Policies(boundary=(), resource=document({"Principal": {"AWS": SESSION}}))
    answer = ask(policies)
    assert isinstance(answer, Allowed)
    assert answer.witness.principal == SESSION
    other = document({"Principal": {"AWS": SESSION.replace("/a/", "/b/")}})
    assert isinstance(ask(Policies(resource=other)), Denied)


def test_a_stranger_can_be_called_whatever_a_pattern_asks_for(document, ask):
    everything = document({})
    by_name = document({"Principal": "*", **under("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/deploy-*")})
    answer = ask(Policies(identity=(everything,), resource=by_name), principal=ANY_STRANGER)
    assert isinstance(answer, Allowed)
    assert answer.witness.principal == f"arn:aws:iam::{THEIRS}:role/deploy-"
    ours = document({"Principal": "*", **under("ArnLike", "aws:PrincipalArn", f"arn:aws:iam::{OURS}:*")})
    assert isinstance(ask(Policies(identity=(everything,), resource=ours), principal=ANY_STRANGER), Denied)
    named = document({"Principal": {"AWS": f"arn:aws:iam::{THEIRS}:role/x"}})
    answer = ask(Policies(identity=(everything,), resource=named), principal=ANY_STRANGER)
    assert isinstance(answer, Allowed)
    assert answer.witness.principal == f"arn:aws:iam::{THEIRS}:role/x"
    left_out = {"aws:principalarn": (f"arn:aws:iam::{THEIRS}:role/x",)}
    answer = ask(Policies(identity=(everything,), resource=named), principal=ANY_STRANGER, never=left_out)
    assert isinstance(answer, Denied)


@pytest.mark.parametrize("principal", ["arn:aws:iam::*:role/x", "arn:aws:iam::222222222222:*", "nobody"])
def test_a_principal_that_is_none_is_refused(ask, principal):
    with pytest.raises(ValueError, match=r"principal|pattern"):
        ask(Policies(), principal=principal)


def test_who_asks_without_credentials_has_no_keys_of_a_principal(document, ask):
    guarded = document(
        {"Principal": "*"},
        {"Effect": "Deny", "Principal": "*", **under("StringNotEqualsIfExists", "aws:PrincipalOrgID", "o-1")},
    )
    loose = document(
        {"Principal": "*"}, {"Effect": "Deny", "Principal": "*", **under("Bool", "aws:PrincipalIsAWSService", "false")}
    )
    assert isinstance(ask(Policies(resource=guarded), principal="*"), Denied)
    assert isinstance(ask(Policies(resource=loose), principal="*"), Allowed)


@pytest.mark.parametrize(
    ("statements", "grants", "expected"),
    [
        ([{"Principal": {"AWS": f"arn:aws:iam::{OURS}:root"}}], (), Allowed),
        ([{"Principal": {"AWS": f"arn:aws:iam::{THEIRS}:root"}}], (), Denied),
        ([{"Principal": {"AWS": ROLE}, **under("StringLike", "kms:ViaService", "s3.*")}], (), Allowed),
        ([], (Grant(grantee=ROLE, operations=("Decrypt",), encryption_context=(("a", "b"),)),), Allowed),
        ([], (Grant(grantee=ROLE, operations=("Encrypt",)),), Denied),
    ],
)
def test_a_key_needs_its_own_policy_or_a_grant(document, ask, statements, grants, expected):
    policies = Policies(identity=(document({}),), resource=document(*statements), grants=grants)
    assert isinstance(ask(policies, actions=("kms:Decrypt",), resources=(KEY,)), expected)


def test_the_encryption_context_of_a_grant_stands_in_the_witness(document, ask):
    grant = Grant(grantee=ROLE, operations=("Decrypt",), encryption_context=(("a", "b"),), exact_context=True)
    policies = Policies(resource=document(), grants=(grant,))
    answer = ask(policies, actions=("kms:Decrypt",), resources=(KEY,))
    assert isinstance(answer, Allowed)
    assert dict(answer.witness.context) == {"kms:encryptioncontext:a": ("b",)}
    more = under("Null", "kms:EncryptionContext:c", "true")
    needing = Policies(resource=document({"Effect": "Deny", "Principal": "*", **more}), grants=(grant,))
    assert isinstance(ask(needing, actions=("kms:Decrypt",), resources=(KEY,)), Denied)
    with_more = {"context": {"kms:encryptioncontext:a": ("c",)}}
    assert isinstance(ask(policies, actions=("kms:Decrypt",), resources=(KEY,), **with_more), Denied)


def test_a_variable_ties_two_keys_and_the_tie_is_decided(document, ask):
    team = "${aws:PrincipalTag/team}"
    tied = document(
        under("StringEquals", "aws:ResourceTag/team", team),
        {"Effect": "Deny", **under("StringNotEquals", "aws:ResourceTag/team", "a")},
        {"Effect": "Deny", **under("StringEquals", "aws:PrincipalTag/team", "b")},
    )
    answer = ask(Policies(identity=(tied,)))
    assert isinstance(answer, Allowed)
    assert answer.witness.context["aws:principaltag/team"] == answer.witness.context["aws:resourcetag/team"] == ("a",)
    other = document(
        under("StringEquals", "aws:ResourceTag/team", team),
        {"Effect": "Deny", **under("StringEquals", "aws:ResourceTag/team", "a", "b")},
    )
    answer = ask(Policies(identity=(other,)))
    assert isinstance(answer, Allowed)
    assert answer.witness.context["aws:principaltag/team"] == answer.witness.context["aws:resourcetag/team"]
    pinned = {"context": {"aws:principaltag/team": ("c",)}}
    assert isinstance(ask(Policies(identity=(tied,)), **pinned), Denied)
    denied = document(
        under("StringEquals", "aws:ResourceTag/team", team),
        {"Effect": "Deny", **under("StringEquals", "aws:ResourceTag/team", team)},
    )
    assert ask(Policies(identity=(denied,))) == Denied(("no value of aws:principaltag/team lets it through",))


def test_a_variable_in_a_resource_takes_what_stands_there(document, ask):
    own = document({"Resource": "arn:aws:s3:::${aws:PrincipalTag/team}/*"})
    answer = ask(Policies(identity=(own,)))
    assert isinstance(answer, Allowed)
    assert answer.witness.context["aws:principaltag/team"] == ("a",)
    assert isinstance(ask(Policies(identity=(own,)), context={"aws:principaltag/team": ("b",)}), Denied)
    assert isinstance(ask(Policies(identity=(own,)), context={"aws:principaltag/*": None}), Denied)
    old = document({"Resource": "arn:aws:s3:::${aws:PrincipalTag/team}/*"}, version="2008-10-17")
    assert isinstance(ask(Policies(identity=(old,))), Denied)


def test_what_is_not_decided_is_said_to_be_so(document, ask):
    strange = document(under("StringMatches", "aws:SourceVpce", "v"))
    answer = ask(Policies(identity=(strange,)))
    assert answer == Undecided(("the operator StringMatches is none of IAM's",))
    both = document(
        {"Resource": "arn:aws:s3:::${aws:PrincipalTag/team}?/*"},
        {"Effect": "Deny", "Resource": "arn:aws:s3:::${aws:PrincipalTag/team}*"},
    )
    answer = ask(Policies(identity=(both,)))
    assert isinstance(answer, Undecided)
    assert "aws:principaltag/team" in answer.why[0]


def test_a_witness_that_the_evaluator_refuses_is_not_swallowed(document, ask, monkeypatch):
    refusal = Decision(Outcome.EXPLICITLY_DENIED, ("it rains",))
    monkeypatch.setattr(module, "decide", lambda request, policies: refusal)
    answer = ask(Policies(identity=(document({}),)))
    assert answer == Undecided(
        (f"the request found, s3:GetObject on arn:aws:s3:::a/x by {ROLE}, is ExplicitlyDenied: it rains",)
    )


def test_who_asks_who_it_is_needs_no_permission(ask):
    asked = {"actions": ("sts:*",), "resources": ("*",)}
    assert isinstance(ask(Policies(), **asked), Allowed)
    assert isinstance(ask(Policies(), principal="*", **asked), Denied)
