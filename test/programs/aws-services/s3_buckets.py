"""Buckets and their settings: User Guide "Creating, configuring, and working with buckets", API reference of each action."""

import json

from checks import bucket, check, client, equal, fresh, refused


def run():
    s3 = client("s3")
    buckets(s3)
    defaults(s3)
    settings(s3)
    lifecycle(s3)
    policies(s3)


def status(answer):
    return answer["ResponseMetadata"]["HTTPStatusCode"]


def buckets(s3):
    name = bucket(s3)
    here = {"CreateBucketConfiguration": {"LocationConstraint": "eu-central-1"}}
    refused("CreateBucket: again", "BucketAlreadyOwnedByYou", s3.create_bucket, 409, Bucket=name, **here)
    stranger = client("s3", account="111122223333")
    refused("CreateBucket: taken by another account", "BucketAlreadyExists", stranger.create_bucket, 409, Bucket=name, **here)
    refused("CreateBucket: a region other than us-east-1 is named", "IllegalLocationConstraintException", s3.create_bucket, 400, Bucket=fresh("x"))
    refused("CreateBucket: no such region", "InvalidLocationConstraint", s3.create_bucket, 400, Bucket=fresh("x"), CreateBucketConfiguration={"LocationConstraint": "nowhere"})
    for wrong in ["Upper", "under_score", "192.168.0.1", "two..dots", "xn--name"]:
        refused(f"CreateBucket: {wrong}", "InvalidBucketName", s3.create_bucket, 400, Bucket=wrong, **here)
    us = client("s3", region="us-east-1")
    there = fresh("us")
    us.create_bucket(Bucket=there)
    equal("CreateBucket: again in us-east-1 succeeds", 200, status(us.create_bucket(Bucket=there)))
    equal("GetBucketLocation: none for us-east-1", None, us.get_bucket_location(Bucket=there)["LocationConstraint"])
    equal("GetBucketLocation", "eu-central-1", s3.get_bucket_location(Bucket=name)["LocationConstraint"])
    equal("HeadBucket: region", "eu-central-1", s3.head_bucket(Bucket=name)["BucketRegion"])
    refused("HeadBucket: none such", "404", s3.head_bucket, 404, Bucket="services-none-such")
    refused("HeadBucket: of another account", "403", stranger.head_bucket, 403, Bucket=name)
    equal("a client of another region is led there", "eu-central-1", us.head_bucket(Bucket=name)["BucketRegion"])
    listed = s3.list_buckets(Prefix="services-", MaxBuckets=2)
    check("ListBuckets: pages", len(listed["Buckets"]) == 2 and "ContinuationToken" in listed)
    s3.put_object(Bucket=name, Key="x", Body=b"")
    refused("DeleteBucket: not empty", "BucketNotEmpty", s3.delete_bucket, 409, "The bucket you tried to delete is not empty", Bucket=name)
    s3.delete_object(Bucket=name, Key="x")
    s3.create_multipart_upload(Bucket=name, Key="under way")
    equal("DeleteBucket: empty", 204, status(s3.delete_bucket(Bucket=name)))
    refused("DeleteBucket: gone", "NoSuchBucket", s3.delete_bucket, 404, Bucket=name)


def defaults(s3):
    """User Guide: since 2023, new buckets are encrypted, block public access and have ACLs disabled."""
    name = bucket(s3)
    rule = s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"][0]
    equal("GetBucketEncryption: SSE-S3", {"SSEAlgorithm": "AES256"}, rule["ApplyServerSideEncryptionByDefault"])
    block = s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
    equal("GetPublicAccessBlock: all on", [True] * 4, list(block.values()))
    rules = s3.get_bucket_ownership_controls(Bucket=name)["OwnershipControls"]["Rules"]
    equal("GetBucketOwnershipControls", [{"ObjectOwnership": "BucketOwnerEnforced"}], rules)
    check("GetBucketLogging: off", "LoggingEnabled" not in s3.get_bucket_logging(Bucket=name))
    equal("GetBucketAcl: the owner alone", ["FULL_CONTROL"], [grant["Permission"] for grant in s3.get_bucket_acl(Bucket=name)["Grants"]])
    for call, code in [
        (s3.get_bucket_tagging, "NoSuchTagSet"),
        (s3.get_bucket_lifecycle_configuration, "NoSuchLifecycleConfiguration"),
        (s3.get_bucket_policy, "NoSuchBucketPolicy"),
        (s3.get_bucket_policy_status, "NoSuchBucketPolicy"),
        (s3.get_bucket_cors, "NoSuchCORSConfiguration"),
        (s3.get_bucket_website, "NoSuchWebsiteConfiguration"),
        (s3.get_bucket_replication, "ReplicationConfigurationNotFoundError"),
        (s3.get_object_lock_configuration, "ObjectLockConfigurationNotFoundError"),
    ]:
        refused(f"a new bucket: {code}", code, call, 404, Bucket=name)
    equal("GetBucketRequestPayment", "BucketOwner", s3.get_bucket_request_payment(Bucket=name)["Payer"])
    check("GetBucketNotificationConfiguration: none", "TopicConfigurations" not in s3.get_bucket_notification_configuration(Bucket=name))


def settings(s3):
    name = bucket(s3)
    tags = [{"Key": "team", "Value": "a"}, {"Key": "empty", "Value": ""}]
    s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": tags})
    equal("PutBucketTagging", tags, s3.get_bucket_tagging(Bucket=name)["TagSet"])
    refused("PutBucketTagging: keys are unique", "InvalidTag", s3.put_bucket_tagging, 400, Bucket=name, Tagging={"TagSet": [tags[0], tags[0]]})
    equal("DeleteBucketTagging", 204, status(s3.delete_bucket_tagging(Bucket=name)))
    refused("and they are gone", "NoSuchTagSet", s3.get_bucket_tagging, 404, Bucket=name)
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration={"BlockPublicAcls": True})
    block = s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
    equal("PutPublicAccessBlock: what is left out is off", [True, False, False, False], [block[m] for m in ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")])
    s3.delete_public_access_block(Bucket=name)
    refused("DeletePublicAccessBlock", "NoSuchPublicAccessBlockConfiguration", s3.get_public_access_block, 404, Bucket=name)
    s3.delete_bucket_ownership_controls(Bucket=name)
    refused("DeleteBucketOwnershipControls", "OwnershipControlsNotFoundError", s3.get_bucket_ownership_controls, 404, Bucket=name)
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}, "BucketKeyEnabled": True}
    s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [rule]})
    found = s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"][0]
    equal("PutBucketEncryption", ("aws:kms", True), (found["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"], found["BucketKeyEnabled"]))
    unknown = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "ROT13"}}]}
    refused("PutBucketEncryption: no such algorithm", "MalformedXML", s3.put_bucket_encryption, 400, Bucket=name, ServerSideEncryptionConfiguration=unknown)
    s3.delete_bucket_encryption(Bucket=name)
    found = s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"][0]
    equal("DeleteBucketEncryption: back to SSE-S3", "AES256", found["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"])
    logs = bucket(s3, "logs")
    logging = {"LoggingEnabled": {"TargetBucket": logs, "TargetPrefix": "p/"}}
    s3.put_bucket_logging(Bucket=name, BucketLoggingStatus=logging)
    equal("PutBucketLogging", logging["LoggingEnabled"], s3.get_bucket_logging(Bucket=name)["LoggingEnabled"])
    nowhere = {"LoggingEnabled": {"TargetBucket": "services-none-such", "TargetPrefix": ""}}
    refused("PutBucketLogging: no such bucket", "InvalidTargetBucketForLogging", s3.put_bucket_logging, 400, Bucket=name, BucketLoggingStatus=nowhere)
    s3.put_bucket_logging(Bucket=name, BucketLoggingStatus={})
    check("PutBucketLogging: off again", "LoggingEnabled" not in s3.get_bucket_logging(Bucket=name))
    refused("PutBucketAcl: ACLs are disabled", "AccessControlListNotSupported", s3.put_bucket_acl, 400, Bucket=name, ACL="public-read")


def lifecycle(s3):
    name = bucket(s3)
    put = lambda rule: s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": [rule]})
    rule = {
        "ID": "old",
        "Status": "Enabled",
        "Filter": {"And": {"Prefix": "logs/", "Tags": [{"Key": "a", "Value": "b"}]}},
        "Transitions": [{"Days": 30, "StorageClass": "STANDARD_IA"}],
        "Expiration": {"Days": 90},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 7, "NewerNoncurrentVersions": 3},
    }
    put(rule)
    equal("PutBucketLifecycleConfiguration", [rule], s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"])
    refused("a rule does something", "InvalidRequest", put, 400, rule={"Status": "Enabled", "Filter": {"Prefix": ""}})
    refused("a rule is enabled or disabled", "MalformedXML", put, 400, rule={**rule, "Status": "On"})
    refused("days are positive", "InvalidArgument", put, 400, rule={**rule, "Expiration": {"Days": 0}})
    equal("DeleteBucketLifecycle", 204, status(s3.delete_bucket_lifecycle(Bucket=name)))
    refused("and it is gone", "NoSuchLifecycleConfiguration", s3.get_bucket_lifecycle_configuration, 404, Bucket=name)


def policies(s3):
    name = bucket(s3)
    arn = f"arn:aws:s3:::{name}"
    put = lambda *statements: s3.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": statements}))
    read = {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "s3:GetObject", "Resource": f"{arn}/*"}
    s3.put_object(Bucket=name, Key="x", Body=b"shared")
    put(read)
    stranger = client("s3", account="111122223333")
    equal("PutBucketPolicy: another account reads", b"shared", stranger.get_object(Bucket=name, Key="x")["Body"].read())
    refused("and does nothing else", "AccessDenied", stranger.put_object, 403, Bucket=name, Key="x", Body=b"")
    refused("and is not told what is missing", "AccessDenied", stranger.get_object, 403, Bucket=name, Key="missing")
    equal("GetBucketPolicyStatus: not public", False, s3.get_bucket_policy_status(Bucket=name)["PolicyStatus"]["IsPublic"])
    public = {**read, "Principal": "*"}
    refused("public policies are blocked", "AccessDenied", lambda: put(public), 403)
    s3.delete_public_access_block(Bucket=name)
    put(public)
    equal("GetBucketPolicyStatus: public", True, s3.get_bucket_policy_status(Bucket=name)["PolicyStatus"]["IsPublic"])
    put({**read, "Effect": "Deny", "Principal": "*", "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}}, "Action": "s3:PutObject"})
    refused("a denial holds for the owner too", "AccessDenied", s3.put_object, 403, Bucket=name, Key="x", Body=b"")
    check("but for its condition", s3.put_object(Bucket=name, Key="x", Body=b"", ServerSideEncryption="aws:kms"))
    refused("no JSON", "MalformedPolicy", s3.put_bucket_policy, 400, Bucket=name, Policy="{")
    refused("another bucket's resource", "MalformedPolicy", lambda: put({**read, "Resource": "arn:aws:s3:::other/*"}), 400)
    s3.delete_bucket_policy(Bucket=name)
    refused("DeleteBucketPolicy", "NoSuchBucketPolicy", s3.get_bucket_policy, 404, Bucket=name)
