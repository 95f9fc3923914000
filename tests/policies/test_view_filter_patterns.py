"""Filter patterns match what CloudWatch Logs says they match."""

from __future__ import annotations

import pytest

from phizone_policies.views.filter_patterns import MalformedPattern, matches

EVENT = {
    "eventName": "DisableKey",
    "errorCode": "Client.UnauthorizedOperation",
    "count": 3,
    "mfa": False,
    "nothing": None,
    "userIdentity": {"type": "Root", "names": ["first", "second"]},
}


@pytest.mark.parametrize(
    "pattern",
    [
        "{ $.eventName = DisableKey }",
        '{$.eventName="DisableKey"}',
        '{ $.errorCode = "*UnauthorizedOperation" }',
        '{ $.eventName != "EnableKey" }',
        "{ ($.userIdentity.type = Root) && ($.userIdentity.invokedBy NOT EXISTS) }",
        "{ $.userIdentity.names[1] = second }",
        "{ $.eventName = None || $.eventName = DisableKey && $.count = 3 }",
        "{ $.count > 2 }",
        "{ $.mfa IS FALSE }",
        "{ $.nothing IS NULL }",
        "{ $.eventName EXISTS }",
    ],
)
def test_a_pattern_matches_an_event(pattern):
    assert matches(pattern, EVENT) is True


@pytest.mark.parametrize(
    "pattern",
    [
        "{ $.eventName = disablekey }",
        '{ $.absent != "anything" }',
        "{ ($.eventName = DisableKey || $.count = 3) && $.count = 4 }",
        "{ $.userIdentity.type NOT EXISTS }",
        "{ $.userIdentity.names[2] = third }",
        "{ $.count >= 4 }",
        "{ $.eventName IS NULL }",
        '{ $.eventName = "Disable?ey" }',
    ],
)
def test_a_pattern_matches_no_event_that_differs(pattern):
    assert matches(pattern, EVENT) is False


@pytest.mark.parametrize(
    "pattern",
    ["", "ERROR", "{ $.eventName = }", "{ $.a = 1", "{ $.a = 1 } x", "{ a = 1 }", "{ $.a ~ 1 }", '{ $.a = "%x%" }'],
)
def test_what_is_no_pattern_on_json_is_refused(pattern):
    with pytest.raises(MalformedPattern):
        matches(pattern, EVENT)
