"""Drives CloudFormation through boto3 as its documentation says it works; run by aws-clients.

Expected results come from the API reference and the user guide of CloudFormation, not from the sandbox.
"""

import json
import time

import boto3
from botocore.exceptions import ClientError

cfn = boto3.client("cloudformation")
checked = 0


def check(title, condition, detail=""):
    global checked
    assert condition, f"not ok: {title}: {detail}"
    checked += 1


def refused(title, code, call, **arguments):
    try:
        answer = call(**arguments)
    except ClientError as error:
        check(title, error.response["Error"]["Code"] == code, str(error))
        return error.response["Error"]["Message"]
    raise AssertionError(f"not ok: {title}: expected {code}, got {answer}")


def described(name):
    return cfn.describe_stacks(StackName=name)["Stacks"][0]


def settle(name, expected):
    deadline = time.time() + 60
    while (stack := described(name))["StackStatus"].endswith("_IN_PROGRESS"):
        assert time.time() < deadline, f"{name} stays {stack['StackStatus']}"
        time.sleep(0.05)
    check(f"{name} ends in {expected}", stack["StackStatus"] == expected, stack["StackStatus"])
    return stack


def propose(stack, name, template, kind="UPDATE", **arguments):
    body = template if isinstance(template, str) else json.dumps(template)
    created = cfn.create_change_set(
        StackName=stack, ChangeSetName=name, ChangeSetType=kind, TemplateBody=body, **arguments
    )
    while True:
        change_set = cfn.describe_change_set(ChangeSetName=created["Id"], IncludePropertyValues=True)
        if change_set["Status"] in ("CREATE_COMPLETE", "FAILED"):
            return change_set
        time.sleep(0.05)


def deploy(stack, template, expected, kind="UPDATE", **arguments):
    change_set = propose(stack, f"c{time.time_ns()}", template, kind, **arguments)
    check(f"change set of {stack}", change_set["Status"] == "CREATE_COMPLETE", change_set.get("StatusReason"))
    cfn.execute_change_set(ChangeSetName=change_set["ChangeSetId"])
    return settle(stack, expected)


def network(cidr="10.0.0.0/24", name="network"):
    return {
        "Parameters": {
            "Name": {"Type": "String", "Default": name},
            "Token": {"Type": "String", "NoEcho": True, "Default": "secret"},
        },
        "Resources": {
            "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
            "Subnet": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": cidr}},
            "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Ref": "Name"}}},
        },
        "Outputs": {
            "Subnet": {"Value": {"Ref": "Subnet"}, "Export": {"Name": {"Fn::Sub": "${AWS::StackName}-subnet"}}},
        },
    }


def change_sets():
    first = propose("net", "first", network(), "CREATE", Tags=[{"Key": "team", "Value": "a"}])
    stack = described("net")
    check("a CREATE change set makes REVIEW_IN_PROGRESS", stack["StackStatus"] == "REVIEW_IN_PROGRESS")
    check("nothing exists yet", cfn.describe_stack_resources(StackName="net")["StackResources"] == [])
    check("all are additions", {c["ResourceChange"]["Action"] for c in first["Changes"]} == {"Add"}, first["Changes"])
    check("it can be executed", first["ExecutionStatus"] == "AVAILABLE")
    check("NoEcho is hidden", {"ParameterKey": "Token", "ParameterValue": "****"} in first["Parameters"])
    refused("names are unique", "AlreadyExistsException", propose, stack="net", name="first", template=network(), kind="CREATE")
    refused("UPDATE needs a stack that exists", "ValidationError", propose, stack="none", name="a", template=network())
    refused("UPDATE of a stack under review", "ValidationError", propose, stack="net", name="b", template=network())
    refused("unknown change set", "ChangeSetNotFound", cfn.describe_change_set, StackName="net", ChangeSetName="none")
    second = propose("net", "second", network(), "CREATE")
    cfn.execute_change_set(ChangeSetName="first", StackName="net")
    cfn.get_waiter("stack_create_complete").wait(StackName="net", WaiterConfig={"Delay": 1})
    stack = described("net")
    check("its tags", stack["Tags"] == [{"Key": "team", "Value": "a"}], stack["Tags"])
    check("its change set", stack["ChangeSetId"] == first["ChangeSetId"])
    check("export name", stack["Outputs"][0]["ExportName"] == "net-subnet")
    refused("the others are gone", "ChangeSetNotFound", cfn.describe_change_set, ChangeSetName=second["ChangeSetId"])
    refused("not twice", "InvalidChangeSetStatus", cfn.execute_change_set, ChangeSetName=first["ChangeSetId"])
    empty = propose("net", "empty", network(), Tags=[{"Key": "team", "Value": "a"}])
    check("an empty one fails", (empty["Status"], empty["ExecutionStatus"]) == ("FAILED", "UNAVAILABLE"))
    check("and says so", "didn't contain changes" in empty["StatusReason"], empty["StatusReason"])
    summaries = cfn.list_change_sets(StackName="net")["Summaries"]
    check("the list", [s["ChangeSetName"] for s in summaries] == ["empty"], summaries)
    cfn.delete_change_set(StackName="net", ChangeSetName="empty")


def replacement():
    change_set = propose("net", "replace", network("10.0.1.0/24", "other"), Tags=[{"Key": "team", "Value": "a"}])
    changes = {c["ResourceChange"]["LogicalResourceId"]: c["ResourceChange"] for c in change_set["Changes"]}
    subnet = changes["Subnet"]
    check("a new block replaces a subnet", subnet["Replacement"] == "True", subnet)
    check("the old one is deleted", subnet["PolicyAction"] == "ReplaceAndDelete", subnet)
    target = next(d["Target"] for d in subnet["Details"] if d["Target"].get("Name") == "CidrBlock")
    check("before and after", (target["BeforeValue"], target["AfterValue"]) == ("10.0.0.0/24", "10.0.1.0/24"), target)
    check("recreation", target["RequiresRecreation"] == "Always" and target["Path"] == "/Properties/CidrBlock", target)
    topic = changes["Topic"]
    check("a display name changes in place", topic["Replacement"] == "False", topic)
    causes = {d["ChangeSource"] for d in topic["Details"]}
    check("because of a parameter", "ParameterReference" in causes, causes)
    entity = [d.get("CausingEntity") for d in topic["Details"] if d["ChangeSource"] == "ParameterReference"]
    check("named", entity == ["Name"], entity)
    before = cfn.describe_stack_resource(StackName="net", LogicalResourceId="Subnet")["StackResourceDetail"]
    cfn.execute_change_set(StackName="net", ChangeSetName="replace")
    settle("net", "UPDATE_COMPLETE")
    after = cfn.describe_stack_resource(StackName="net", LogicalResourceId="Subnet")["StackResourceDetail"]
    check("another subnet", before["PhysicalResourceId"] != after["PhysicalResourceId"])
    events = cfn.describe_stack_events(StackName="net")["StackEvents"]
    check("newest first", events[0]["ResourceStatus"] == "UPDATE_COMPLETE" and events[0]["LogicalResourceId"] == "net")
    statuses = [e["ResourceStatus"] for e in events if e["LogicalResourceId"] == "net"]
    check("clean-up", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS" in statuses, statuses)
    gone = [e for e in events if e["ResourceStatus"] == "DELETE_COMPLETE"]
    check("the old subnet is gone", gone[0]["PhysicalResourceId"] == before["PhysicalResourceId"], gone)


def tokens():
    arguments = {"StackName": "net", "ChangeSetName": "token", "TemplateBody": json.dumps(network("10.0.2.0/24"))}
    first = cfn.create_change_set(**arguments, ClientToken="t-1")
    again = cfn.create_change_set(**arguments, ClientToken="t-1")
    check("the same token is the same request", first["Id"] == again["Id"])
    arguments["Description"] = "another"
    refused("a token for something else", "TokenAlreadyExistsException", cfn.create_change_set, **arguments, ClientToken="t-1")
    cfn.get_waiter("change_set_create_complete").wait(ChangeSetName=first["Id"], WaiterConfig={"Delay": 1})
    cfn.execute_change_set(ChangeSetName=first["Id"], ClientRequestToken="e-1")
    cfn.execute_change_set(ChangeSetName=first["Id"], ClientRequestToken="e-1")
    settle("net", "UPDATE_COMPLETE")
    events = cfn.describe_stack_events(StackName="net")["StackEvents"]
    check("events carry the token", events[0]["ClientRequestToken"] == "e-1", events[0])


def refusals():
    base = network()
    unknown = json.loads(json.dumps(base))
    unknown["Resources"]["Subnet"]["Properties"]["VpcId"] = {"Ref": "Nothing"}
    message = refused("unresolved", "ValidationError", cfn.validate_template, TemplateBody=json.dumps(unknown))
    check("names what", "Unresolved resource dependencies [Nothing]" in message, message)
    message = refused("no JSON, no YAML", "ValidationError", cfn.validate_template, TemplateBody="{")
    check("is a format error", message.startswith("Template format error"), message)
    role = {"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}}}}}
    message = refused("capabilities", "InsufficientCapabilitiesException", cfn.create_stack, StackName="r", TemplateBody=json.dumps(role))
    check("which", message == "Requires capabilities : [CAPABILITY_IAM]", message)
    role["Resources"]["Role"]["Properties"]["RoleName"] = "named"
    message = refused(
        "named capabilities", "InsufficientCapabilitiesException", cfn.create_stack,
        StackName="r", TemplateBody=json.dumps(role), Capabilities=["CAPABILITY_IAM"],
    )
    check("which of both", message == "Requires capabilities : [CAPABILITY_NAMED_IAM]", message)
    parameters = [{"ParameterKey": "Nothing", "ParameterValue": "x"}]
    message = refused(
        "unknown parameter", "ValidationError", cfn.create_stack,
        StackName="p", TemplateBody=json.dumps(base), Parameters=parameters,
    )
    check("which one", message == "Parameters: [Nothing] do not exist in the template", message)
    del base["Parameters"]["Name"]["Default"]
    message = refused("missing parameter", "ValidationError", cfn.create_stack, StackName="p", TemplateBody=json.dumps(base))
    check("which is missing", message == "Parameters: [Name] must have values", message)
    refused("a name with an underscore", "ValidationError", cfn.create_stack, StackName="a_b", TemplateBody=json.dumps(role))
    message = refused("no such stack", "ValidationError", cfn.describe_stacks, StackName="none")
    check("in AWS's words", message == "Stack with id none does not exist", message)
    refused("unknown type", "ValidationError", cfn.validate_template, TemplateBody='{"Resources":{"A":{"Type":"AWS::No::Thing"}}}')
    large = json.dumps({"Resources": {"A": {"Type": "AWS::SNS::Topic", "Metadata": {"a": "x" * 51_200}}}})
    refused("51,200 bytes", "ValidationError", cfn.validate_template, TemplateBody=large)
    wrong = propose("wrong", "first", {"Resources": {"A": {"Type": "AWS::SNS::Topic", "Properties": {"Nmae": "a"}}}}, "CREATE")
    check("an unknown property fails early", wrong["Status"] == "FAILED" and "EarlyValidation" in wrong["StatusReason"], wrong)
    events = cfn.describe_events(ChangeSetName=wrong["ChangeSetId"])["OperationEvents"]
    check("with an event", events[0]["EventType"] == "VALIDATION_ERROR", events)
    cfn.delete_stack(StackName="wrong")


def failures():
    broken = network()
    broken["Resources"]["Outside"] = {
        "Type": "AWS::EC2::Subnet",
        "DependsOn": ["Subnet", "Topic"],
        "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "192.168.0.0/24"},
    }
    body = json.dumps(broken)
    cfn.create_stack(StackName="rolled", TemplateBody=body)
    stack = settle("rolled", "ROLLBACK_COMPLETE")
    refused("cannot be updated", "ValidationError", cfn.update_stack, StackName="rolled", TemplateBody=json.dumps(network()))
    cfn.delete_stack(StackName="rolled")
    cfn.get_waiter("stack_delete_complete").wait(StackName=stack["StackId"], WaiterConfig={"Delay": 1})
    refused("a deleted stack has no name", "ValidationError", cfn.describe_stacks, StackName="rolled")
    check("but an ARN", described(stack["StackId"])["StackStatus"] == "DELETE_COMPLETE")
    cfn.create_stack(StackName="rolled", TemplateBody=json.dumps(network(name="again")))
    again = settle("rolled", "CREATE_COMPLETE")
    check("a name that is used again has a new ARN", again["StackId"] != stack["StackId"])
    cfn.update_stack(StackName="rolled", TemplateBody=body)
    settle("rolled", "UPDATE_ROLLBACK_COMPLETE")
    refused("nothing to update", "ValidationError", cfn.update_stack, StackName="rolled", UsePreviousTemplate=True)
    cfn.update_stack(StackName="rolled", TemplateBody=body, DisableRollback=True)
    settle("rolled", "UPDATE_FAILED")
    cfn.rollback_stack(StackName="rolled")
    settle("rolled", "UPDATE_ROLLBACK_COMPLETE")
    cfn.create_stack(StackName="kept", TemplateBody=body, OnFailure="DO_NOTHING")
    settle("kept", "CREATE_FAILED")
    cfn.create_stack(StackName="deleted", TemplateBody=body, OnFailure="DELETE")
    arn = next(s["StackId"] for s in cfn.list_stacks()["StackSummaries"] if s["StackName"] == "deleted")
    settle(arn, "DELETE_COMPLETE")


def protection():
    cfn.update_termination_protection(StackName="net", EnableTerminationProtection=True)
    refused("a protected stack", "ValidationError", cfn.delete_stack, StackName="net")
    cfn.update_termination_protection(StackName="net", EnableTerminationProtection=False)
    policy = {
        "Statement": [
            {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"},
            {"Effect": "Deny", "Action": "Update:Replace", "Principal": "*", "Resource": "LogicalResourceId/Subnet"},
        ]
    }
    cfn.set_stack_policy(StackName="net", StackPolicyBody=json.dumps(policy))
    check("its policy", json.loads(cfn.get_stack_policy(StackName="net")["StackPolicyBody"]) == policy)
    deploy("net", network("10.0.9.0/24"), "UPDATE_ROLLBACK_COMPLETE")


def reading():
    pages = cfn.get_paginator("describe_stacks").paginate()
    names = [s["StackName"] for page in pages for s in page["Stacks"]]
    check("all stacks", {"net", "rolled", "kept"} <= set(names) and "deleted" not in names, names)
    summaries = cfn.list_stacks(StackStatusFilter=["DELETE_COMPLETE"])["StackSummaries"]
    check("deleted ones are listed", "deleted" in [s["StackName"] for s in summaries], summaries)
    body = cfn.get_template(StackName="net")["TemplateBody"]
    check("a JSON template is read as one", body["Resources"]["Vpc"]["Type"] == "AWS::EC2::VPC", body)
    summary = cfn.get_template_summary(StackName="net")
    check("resource types", set(summary["ResourceTypes"]) == {"AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::SNS::Topic"})
    exports = cfn.list_exports()["Exports"]
    check("exports", "net-subnet" in [e["Name"] for e in exports], exports)
    user = {"Resources": {"T": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Fn::ImportValue": "net-subnet"}}}}}
    deploy("user", user, "CREATE_COMPLETE", "CREATE")
    check("importers", cfn.list_imports(ExportName="net-subnet")["Imports"] == ["user"])
    limits = {limit["Name"]: limit["Value"] for limit in cfn.describe_account_limits()["AccountLimits"]}
    check("limits", limits["StackLimit"] == 2000, limits)
    resources = cfn.list_stack_resources(StackName="net")["StackResourceSummaries"]
    check("resources", {r["LogicalResourceId"] for r in resources} == {"Vpc", "Subnet", "Topic"}, resources)


for part in (change_sets, replacement, tokens, refusals, failures, protection, reading):
    part()
    print(f"ok: boto3 cloudformation: {part.__name__.replace('_', ' ')}")
print(f"ok: {checked} checks")
