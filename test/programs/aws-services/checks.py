"""How a check is told: one line each, `ok: …` or `not ok: …`, and the counts at the end."""

import sys
from itertools import count

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

passed = []
failed = []
numbers = count(1)
# What boto3 would refuse by itself is for the sandbox to refuse.
config = Config(retries={"max_attempts": 1}, parameter_validation=False)


def client(service, account="000000000000", region="eu-central-1", keys=None):
    """A client that acts in an account of the sandbox, or with temporary keys."""
    if keys:
        session = boto3.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
    else:
        session = boto3.Session(account, "clusterwright-sandbox")
    return session.client(service, region_name=region, config=config)


def check(title, condition, detail=""):
    (passed if condition else failed).append(title)
    print(f"ok: {title}" if condition else f"not ok: {title}: {detail}")
    return condition


def equal(title, expected, actual):
    return check(title, expected == actual, f"expected {expected!r}, got {actual!r}")


def refused(title, code, call, status=None, message=None, **arguments):
    """The call fails with AWS's code, and with its HTTP status and a part of its wording where they are documented."""
    try:
        answer = call(**arguments)
    except ClientError as error:
        response = error.response
        found = response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"], response["Error"].get("Message", "")
        same = found[0] == code and (status is None or found[1] == status) and (message or "") in found[2]
        check(title, same, f"expected {code} {status or ''} {message or ''}, got {found}")
        return response
    check(title, False, f"expected {code}, but it succeeded: {answer}")
    return {"Error": {}}


def fresh(name):
    """A name that nothing of this run has."""
    return f"services-{name}-{next(numbers)}"


def bucket(s3, name="bucket", **settings):
    made = fresh(name)
    s3.create_bucket(Bucket=made, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}, **settings)
    return made


def finish():
    print(f"{len(passed)} passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)
