"""Parameter Store: API reference of each action, user guide "Working with parameter versions"."""

from checks import check, client, equal, fresh, refused


def run():
    ssm = client("ssm")
    name = f"/{fresh('parameter')}/token"
    equal("PutParameter: the first version", (1, "Standard"), pick(ssm.put_parameter(Name=name, Value="one", Type="SecureString"), "Version", "Tier"))
    refused("PutParameter: it exists", "ParameterAlreadyExists", ssm.put_parameter, 400, "The parameter already exists.", Name=name, Value="two", Type="SecureString")
    equal("PutParameter: the next version", 2, ssm.put_parameter(Name=name, Value="two", Overwrite=True)["Version"])
    closed = ssm.get_parameter(Name=name)["Parameter"]
    check("GetParameter: a secure string stays closed", closed["Value"] != "two" and closed["Type"] == "SecureString")
    opened = ssm.get_parameter(Name=f"{name}:1", WithDecryption=True)["Parameter"]
    equal("GetParameter: a version, decrypted", ("one", 1, ":1"), pick(opened, "Value", "Version", "Selector"))
    refused("GetParameter: no such version", "ParameterVersionNotFound", ssm.get_parameter, 400, "version 3", Name=f"{name}:3")
    refused("GetParameter: no such parameter", "ParameterNotFound", ssm.get_parameter, 400, Name="missing")
    several = ssm.get_parameters(Names=[name, "missing"], WithDecryption=True)
    equal("GetParameters: those that are there", ["two"], [parameter["Value"] for parameter in several["Parameters"]])
    equal("and those that are not", ["missing"], several["InvalidParameters"])
    below = ssm.get_paginator("get_parameters_by_path").paginate(Path=name.rsplit("/", 1)[0])
    equal("GetParametersByPath", [name], [parameter["Name"] for page in below for parameter in page["Parameters"]])
    check("DescribeParameters", name in [one["Name"] for page in ssm.get_paginator("describe_parameters").paginate() for one in page["Parameters"]])
    refused("PutParameter: beyond 4096 characters", "ValidationException", ssm.put_parameter, 400, "Standard tier parameters support a maximum parameter value of 4096 characters.", Name=fresh("large"), Value="x" * 4097, Type="String")
    refused("PutParameter: a reserved name", "ValidationException", ssm.put_parameter, 400, "can't be prefixed", Name="aws-x", Value="x", Type="String")
    refused("PutParameter: no such key", "InvalidKeyId", ssm.put_parameter, 400, Name=fresh("key"), Value="x", Type="SecureString", KeyId="alias/missing")
    ssm.delete_parameter(Name=name)
    refused("DeleteParameter: gone", "ParameterNotFound", ssm.delete_parameter, 400, Name=name)
    refused("LabelParameterVersion: not simulated", "UnknownOperationException", ssm.label_parameter_version, 400, Name=name, Labels=["a"])


def pick(found, *members):
    return tuple(found.get(member) for member in members)
