"""What stacks make in S3, KMS and IAM, changed and used behind their back: CloudFormation's template reference."""

import json
import time

from checks import bucket, check, client, equal, fresh, refused


def run():
    cfn, s3, kms = client("cloudformation"), client("s3"), client("kms")
    settings(cfn, s3, kms)
    not_empty(cfn, s3)
    trust(cfn)


def deploy(cfn, name, resources, **more):
    cfn.create_stack(StackName=name, TemplateBody=json.dumps({"Resources": resources}), **more)
    return settled(cfn, name)


def settled(cfn, name):
    while (stack := cfn.describe_stacks(StackName=name)["Stacks"][0])["StackStatus"].endswith("_IN_PROGRESS"):
        time.sleep(0.05)
    return stack["StackStatus"]


def physical_id(cfn, stack, logical_id):
    return cfn.describe_stack_resource(StackName=stack, LogicalResourceId=logical_id)["StackResourceDetail"]["PhysicalResourceId"]


def settings(cfn, s3, kms):
    stack = fresh("stack")
    key_policy = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:root"}, "Action": "kms:*", "Resource": "*"}],
    }
    rule = {"Id": "old", "Status": "Enabled", "Prefix": "logs/", "ExpirationInDays": 30, "NoncurrentVersionExpiration": {"NoncurrentDays": 7}}
    sse = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": {"Fn::GetAtt": ["Key", "Arn"]}}
    resources = {
        "Key": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": key_policy, "EnableKeyRotation": True, "RotationPeriodInDays": 180, "PendingWindowInDays": 7, "Tags": [{"Key": "k", "Value": "v"}]}},
        "Alias": {"Type": "AWS::KMS::Alias", "Properties": {"AliasName": f"alias/{stack}", "TargetKeyId": {"Ref": "Key"}}},
        "Bucket": {
            "Type": "AWS::S3::Bucket",
            "Properties": {
                "VersioningConfiguration": {"Status": "Enabled"},
                "BucketEncryption": {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": sse, "BucketKeyEnabled": True}]},
                "PublicAccessBlockConfiguration": {"BlockPublicAcls": True, "BlockPublicPolicy": True},
                "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
                "LifecycleConfiguration": {"Rules": [rule]},
                "Tags": [{"Key": "team", "Value": "a"}],
            },
        },
    }
    equal("a stack with a bucket and a key", "CREATE_COMPLETE", deploy(cfn, stack, resources))
    name, key = physical_id(cfn, stack, "Bucket"), physical_id(cfn, stack, "Key")
    check("a bucket's name comes from its stack", name.startswith(f"{stack}-bucket-"), name)
    equal("its versioning", "Enabled", s3.get_bucket_versioning(Bucket=name)["Status"])
    block = s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
    equal("its public access block", [True, False, True, False], [block[m] for m in ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")])
    rules = s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"]
    equal("its lifecycle", ("old", {"Prefix": "logs/"}, {"Days": 30}), (rules[0]["ID"], rules[0]["Filter"], rules[0]["Expiration"]))
    check("its tags", {"Key": "team", "Value": "a"} in s3.get_bucket_tagging(Bucket=name)["TagSet"])
    equal("its objects are encrypted with the stack's key", f"arn:aws:kms:eu-central-1:000000000000:key/{key}", s3.put_object(Bucket=name, Key="x", Body=b"")["SSEKMSKeyId"])
    found = kms.get_key_rotation_status(KeyId=key)
    equal("a key's rotation", (True, 180), (found["KeyRotationEnabled"], found["RotationPeriodInDays"]))
    equal("a key's alias", [f"alias/{stack}"], [alias["AliasName"] for alias in kms.list_aliases(KeyId=key)["Aliases"]])
    drift(cfn, s3, kms, stack)
    for version in s3.list_object_versions(Bucket=name)["Versions"]:
        s3.delete_object(Bucket=name, Key=version["Key"], VersionId=version["VersionId"])
    cfn.delete_stack(StackName=stack)
    while stack in [item["StackName"] for item in cfn.describe_stacks()["Stacks"]]:
        time.sleep(0.05)
    refused("a deleted stack's bucket is gone", "404", s3.head_bucket, 404, Bucket=name)
    equal("a deleted stack's key waits", "PendingDeletion", kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"])


def drift(cfn, s3, kms, stack):
    """CloudFormation User Guide, "Detect unmanaged configuration changes to stacks and resources with drift detection"."""
    name, key = physical_id(cfn, stack, "Bucket"), physical_id(cfn, stack, "Key")
    equal("a stack as it was made has no drift", "IN_SYNC", detected(cfn, stack))
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Suspended"})
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration={"BlockPublicAcls": True})
    s3.delete_bucket_lifecycle(Bucket=name)
    kms.disable_key_rotation(KeyId=key)
    kms.delete_alias(AliasName=f"alias/{stack}")
    equal("changes by calls are drift", "DRIFTED", detected(cfn, stack))
    found = {item["LogicalResourceId"]: item for item in cfn.describe_stack_resource_drifts(StackName=stack)["StackResourceDrifts"]}
    paths = lambda logical_id: sorted(item["PropertyPath"] for item in found[logical_id]["PropertyDifferences"])
    expected = ["/LifecycleConfiguration", "/PublicAccessBlockConfiguration/BlockPublicPolicy", "/VersioningConfiguration/Status"]
    equal("a bucket's drift", expected, paths("Bucket"))
    check("a key's drift", "/EnableKeyRotation" in paths("Key"), paths("Key"))
    equal("an alias that is gone", "DELETED", found["Alias"]["StackResourceDriftStatus"])


def detected(cfn, stack):
    started = cfn.detect_stack_drift(StackName=stack)["StackDriftDetectionId"]
    while (status := cfn.describe_stack_drift_detection_status(StackDriftDetectionId=started))["DetectionStatus"] == "DETECTION_IN_PROGRESS":
        time.sleep(0.05)
    return status["StackDriftStatus"]


def not_empty(cfn, s3):
    stack = fresh("full")
    deploy(cfn, stack, {"Bucket": {"Type": "AWS::S3::Bucket"}})
    name = physical_id(cfn, stack, "Bucket")
    s3.put_object(Bucket=name, Key="x", Body=b"")
    cfn.delete_stack(StackName=stack)
    equal("a bucket with content stops its stack's deletion", "DELETE_FAILED", settled(cfn, stack))
    events = cfn.describe_stack_events(StackName=stack)["StackEvents"]
    reasons = [event.get("ResourceStatusReason", "") for event in events if event["ResourceStatus"] == "DELETE_FAILED"]
    check("and the event says why", any("The bucket you tried to delete is not empty" in reason for reason in reasons), reasons)


def trust(cfn):
    """IAM User Guide, "The confused deputy problem" and "Update the maximum session duration for a role"."""
    stack = fresh("roles")
    condition = {"StringEquals": {"sts:ExternalId": "right"}}
    statement = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:root"}, "Action": "sts:AssumeRole"}
    role = lambda trusted, **more: {
        "Type": "AWS::IAM::Role",
        "Properties": {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trusted]}, **more},
    }
    resources = {
        "Guarded": role({**statement, "Condition": condition}, RoleName=f"{stack}-guarded", MaxSessionDuration=7200),
        "ForEc2": role({**statement, "Principal": {"Service": "ec2.amazonaws.com"}}, RoleName=f"{stack}-ec2"),
    }
    deploy(cfn, stack, resources, Capabilities=["CAPABILITY_NAMED_IAM"])
    guarded = {"RoleArn": f"arn:aws:iam::000000000000:role/{stack}-guarded", "RoleSessionName": "tester"}
    friend, stranger = client("sts", account="444455556666"), client("sts", account="111122223333")
    check("a trusted account with the external id", friend.assume_role(**guarded, ExternalId="right"))
    refused("another external id", "AccessDenied", friend.assume_role, 403, f"is not authorized to perform: sts:AssumeRole on resource: {guarded['RoleArn']}", **guarded, ExternalId="wrong")
    refused("no external id", "AccessDenied", friend.assume_role, 403, **guarded)
    refused("an account that is not trusted", "AccessDenied", stranger.assume_role, 403, **guarded, ExternalId="right")
    check("for the role's maximum", friend.assume_role(**guarded, ExternalId="right", DurationSeconds=7200))
    refused("for longer", "ValidationError", friend.assume_role, 400, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", **guarded, ExternalId="right", DurationSeconds=7201)
    instances = {**guarded, "RoleArn": f"arn:aws:iam::000000000000:role/{stack}-ec2"}
    refused("a role for instances only", "AccessDenied", client("sts").assume_role, 403, **instances)
