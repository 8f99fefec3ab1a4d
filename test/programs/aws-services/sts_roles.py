"""STS: IAM User Guide "Temporary security credentials", API reference of each action."""

from datetime import datetime, timezone

from checks import check, client, equal, refused

role = "arn:aws:iam::111122223333:role/team/reader"


def run():
    sts = client("sts")
    identities(sts)
    durations(sts)
    validation(sts)
    credentials(sts)


def assume(sts, **more):
    return sts.assume_role(**{"RoleArn": role, "RoleSessionName": "tester", **more})


def identities(sts):
    me = sts.get_caller_identity()
    equal("GetCallerIdentity: account and ARN", ("000000000000", "arn:aws:iam::000000000000:user/sandbox"), (me["Account"], me["Arn"]))
    answer = assume(sts, ExternalId="an-external-id")
    user = answer["AssumedRoleUser"]
    equal("AssumeRole: the session's ARN has no path", "arn:aws:sts::111122223333:assumed-role/reader/tester", user["Arn"])
    check("AssumeRole: the id ends in the session's name", user["AssumedRoleId"].startswith("AROA") and user["AssumedRoleId"].endswith(":tester"))
    keys = answer["Credentials"]
    check("AssumeRole: temporary keys", keys["AccessKeyId"].startswith("ASIA") and len(keys["SecretAccessKey"]) == 40)
    session = client("sts", keys=keys).get_caller_identity()
    equal("GetCallerIdentity: of a session", ("111122223333", user["Arn"], user["AssumedRoleId"]), (session["Account"], session["Arn"], session["UserId"]))
    token = sts.get_session_token()["Credentials"]
    equal("GetSessionToken: the same user", me["Arn"], client("sts", keys=token).get_caller_identity()["Arn"])
    refused("GetSessionToken: not for roles", "AccessDenied", client("sts", keys=keys).get_session_token, 403)


def seconds(answer):
    return (answer["Credentials"]["Expiration"] - datetime.now(timezone.utc)).total_seconds()


def durations(sts):
    check("AssumeRole: an hour unless told", 3590 < seconds(assume(sts)) <= 3600)
    for duration in (900, 43200):
        check(f"AssumeRole: {duration} seconds", duration - 10 < seconds(assume(sts, DurationSeconds=duration)) <= duration)
    for duration in (899, 43201):
        refused(f"AssumeRole: {duration} seconds", "ValidationError", assume, 400, sts=sts, DurationSeconds=duration)
    chained = client("sts", keys=assume(sts)["Credentials"])
    check("AssumeRole: chained for an hour", assume(chained, DurationSeconds=3600))
    refused("AssumeRole: chained for longer", "ValidationError", assume, 400, "1 hour session limit for roles assumed by role chaining", sts=chained, DurationSeconds=3601)


def validation(sts):
    for title, arguments in [
        ("a session name of one character", {"RoleSessionName": "a" * 65}),
        ("a session name with a space", {"RoleSessionName": "two words"}),
        ("an external id with a space", {"ExternalId": "two words"}),
        ("an external id beyond 1224", {"ExternalId": "x" * 1225}),
        ("a session policy beyond 2048", {"Policy": '{"Statement": "%s"}' % ("x" * 2048)}),
        ("the ARN of a user", {"RoleArn": "arn:aws:iam::111122223333:user/somebody"}),
    ]:
        refused(f"AssumeRole: {title}", "ValidationError", assume, 400, sts=sts, **arguments)
    refused("AssumeRole: a session policy that is none", "MalformedPolicyDocument", assume, 400, sts=sts, Policy="no JSON")


def credentials(sts):
    refused("an unknown access key", "InvalidClientTokenId", client("sts", account="AKIAIOSFODNN7EXAMPLE").get_caller_identity, 403, "The security token included in the request is invalid.")
    keys = assume(sts)["Credentials"]
    refused("a wrong secret", "SignatureDoesNotMatch", client("sts", keys={**keys, "SecretAccessKey": "x" * 40}).get_caller_identity, 403)
    refused("a token made up", "InvalidClientTokenId", client("sts", keys={**keys, "SessionToken": "made-up"}).get_caller_identity, 403)
    refused("S3: an unknown access key", "InvalidAccessKeyId", client("s3", account="AKIAIOSFODNN7EXAMPLE").list_buckets, 403)
    refused("KMS: an unknown access key", "UnrecognizedClientException", client("kms", account="AKIAIOSFODNN7EXAMPLE").list_keys, 400)
