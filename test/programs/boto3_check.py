"""Checks that boto3 works against the sandbox that AWS_ENDPOINT_URL names; run by aws-cli.sh."""

import io
from urllib.request import urlopen

import boto3
from botocore.exceptions import ClientError


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, f"expected {code}, got {error}"
        return error.response
    raise AssertionError(f"expected {code}, but the call succeeded")


def check_s3():
    s3 = boto3.client("s3")
    refused("IllegalLocationConstraintException", s3.create_bucket, Bucket="boto3-check")
    s3.create_bucket(Bucket="boto3-check", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    for key in ["plain", "with space", "a//b", "a/../b", "plus+percent%20", "ä/é", "q?a=b&c#d"]:
        body = key.encode()
        s3.put_object(Bucket="boto3-check", Key=key, Body=body, Metadata={"key": "value"})
        found = s3.get_object(Bucket="boto3-check", Key=key)
        assert found["Body"].read() == body and found["Metadata"] == {"key": "value"}, key
    s3.upload_fileobj(io.BytesIO(b"x" * 100_000), "boto3-check", "file")
    url = s3.generate_presigned_url("get_object", Params={"Bucket": "boto3-check", "Key": "with space"})
    with urlopen(url) as response:
        assert response.read() == b"with space"
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket="boto3-check", PaginationConfig={"PageSize": 3})
    keys = [item["Key"] for page in pages for item in page.get("Contents", [])]
    assert len(keys) == 8 and keys == sorted(keys, key=str.encode), keys
    elsewhere = boto3.client("s3", region_name="us-east-1")
    assert elsewhere.get_object(Bucket="boto3-check", Key="plain")["Body"].read() == b"plain", "redirect to the region"
    s3.delete_objects(Bucket="boto3-check", Delete={"Objects": [{"Key": key} for key in keys]})
    s3.delete_bucket(Bucket="boto3-check")


def check_roles():
    role = boto3.client("sts").assume_role(
        RoleArn="arn:aws:iam::111122223333:role/path/apply", RoleSessionName="boto3", ExternalId="x-1"
    )
    keys = role["Credentials"]
    session = boto3.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
    assert session.client("sts").get_caller_identity()["Account"] == "111122223333"
    refused("NotFoundException", session.client("kms").describe_key, KeyId="alias/missing")


check_roles()
check_s3()
print("ok: boto3")
