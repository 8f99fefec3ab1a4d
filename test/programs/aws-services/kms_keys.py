"""KMS: Developer Guide "Key states of AWS KMS keys", API reference of each action."""

import json

from checks import check, client, equal, fresh, refused

context = {"cluster": "a", "role": "Master"}


def run():
    kms = client("kms")
    encryption(kms)
    reencryption(kms)
    data_keys(kms)
    states(kms)
    rotation(kms)
    policies(kms)
    tags(kms)
    aliases(kms)
    lists(kms)


def encrypt(kms, key, data=b"secret", **more):
    return kms.encrypt(KeyId=key, Plaintext=data, **more)["CiphertextBlob"]


def make(kms, **settings):
    return kms.create_key(**settings)["KeyMetadata"]


def encryption(kms):
    key = make(kms, Description="d")
    for member, value in {"KeyState": "Enabled", "Enabled": True, "KeyUsage": "ENCRYPT_DECRYPT", "KeySpec": "SYMMETRIC_DEFAULT", "Origin": "AWS_KMS", "KeyManager": "CUSTOMER", "MultiRegion": False, "EncryptionAlgorithms": ["SYMMETRIC_DEFAULT"]}.items():
        equal(f"CreateKey: {member}", value, key.get(member))
    sealed = encrypt(kms, key["KeyId"], EncryptionContext=context)
    check("Encrypt: another ciphertext each time", sealed != encrypt(kms, key["KeyId"], EncryptionContext=context))
    opened = kms.decrypt(CiphertextBlob=sealed, EncryptionContext=dict(reversed(context.items())))
    equal("Decrypt: without naming the key, context in any order", (b"secret", key["Arn"]), (opened["Plaintext"], opened["KeyId"]))
    refused("Decrypt: without the context", "InvalidCiphertextException", kms.decrypt, 400, CiphertextBlob=sealed)
    refused("Decrypt: the context is case-sensitive", "InvalidCiphertextException", kms.decrypt, 400, CiphertextBlob=sealed, EncryptionContext={**context, "role": "master"})
    refused("Decrypt: a part of the context", "InvalidCiphertextException", kms.decrypt, 400, CiphertextBlob=sealed, EncryptionContext={"cluster": "a"})
    refused("Decrypt: changed ciphertext", "InvalidCiphertextException", kms.decrypt, 400, CiphertextBlob=sealed[:-1] + bytes([sealed[-1] ^ 1]), EncryptionContext=context)
    refused("Decrypt: no ciphertext", "InvalidCiphertextException", kms.decrypt, 400, CiphertextBlob=b"nonsense")
    refused("Decrypt: another key named", "IncorrectKeyException", kms.decrypt, 400, CiphertextBlob=sealed, EncryptionContext=context, KeyId=make(kms)["KeyId"])
    check("Encrypt: 4096 bytes", encrypt(kms, key["KeyId"], bytes(4096)))
    refused("Encrypt: 4097 bytes", "ValidationException", kms.encrypt, 400, KeyId=key["KeyId"], Plaintext=bytes(4097))
    refused("Encrypt: no such key", "NotFoundException", kms.encrypt, 400, KeyId="00000000-0000-4000-8000-000000000000", Plaintext=b"x")
    refused("Encrypt: no such alias", "NotFoundException", kms.encrypt, 400, KeyId="alias/services-none", Plaintext=b"x")
    elsewhere = client("kms", region="us-east-1")
    refused("DescribeKey: keys are regional", "NotFoundException", elsewhere.describe_key, 400, KeyId=key["KeyId"])
    stranger = client("kms", account="111122223333")
    refused("Encrypt: another account", "AccessDeniedException", stranger.encrypt, 400, KeyId=key["Arn"], Plaintext=b"x")
    refused("Encrypt: a dry run says it would succeed", "DryRunOperationException", kms.encrypt, KeyId=key["KeyId"], Plaintext=b"x", DryRun=True)
    refused("CreateKey: no such spec", "ValidationException", kms.create_key, 400, KeySpec="ROT13")


def reencryption(kms):
    old, new = make(kms), make(kms)
    sealed = encrypt(kms, old["KeyId"], EncryptionContext=context)
    made = kms.re_encrypt(CiphertextBlob=sealed, SourceEncryptionContext=context, DestinationKeyId=new["KeyId"], DestinationEncryptionContext={"x": "y"})
    equal("ReEncrypt: both keys are told", (old["Arn"], new["Arn"]), (made["SourceKeyId"], made["KeyId"]))
    opened = kms.decrypt(CiphertextBlob=made["CiphertextBlob"], EncryptionContext={"x": "y"})
    equal("ReEncrypt: the new key opens it", (b"secret", new["Arn"]), (opened["Plaintext"], opened["KeyId"]))
    refused("ReEncrypt: another context", "InvalidCiphertextException", kms.re_encrypt, 400, CiphertextBlob=sealed, DestinationKeyId=new["KeyId"])
    refused("ReEncrypt: another source key named", "IncorrectKeyException", kms.re_encrypt, 400, CiphertextBlob=sealed, SourceEncryptionContext=context, SourceKeyId=new["KeyId"], DestinationKeyId=new["KeyId"])
    kms.disable_key(KeyId=new["KeyId"])
    refused("ReEncrypt: to a disabled key", "DisabledException", kms.re_encrypt, 400, CiphertextBlob=sealed, SourceEncryptionContext=context, DestinationKeyId=new["KeyId"])


def data_keys(kms):
    key = make(kms)["KeyId"]
    for spec, length in [("AES_256", 32), ("AES_128", 16)]:
        made = kms.generate_data_key(KeyId=key, KeySpec=spec, EncryptionContext=context)
        opened = kms.decrypt(CiphertextBlob=made["CiphertextBlob"], EncryptionContext=context)["Plaintext"]
        check(f"GenerateDataKey: {spec}", opened == made["Plaintext"] and len(opened) == length)
    equal("GenerateDataKey: bytes", 100, len(kms.generate_data_key(KeyId=key, NumberOfBytes=100)["Plaintext"]))
    refused("GenerateDataKey: neither spec nor bytes", "ValidationException", kms.generate_data_key, 400, KeyId=key)
    refused("GenerateDataKey: both", "ValidationException", kms.generate_data_key, 400, KeyId=key, KeySpec="AES_256", NumberOfBytes=32)
    refused("GenerateDataKey: 1025 bytes", "ValidationException", kms.generate_data_key, 400, KeyId=key, NumberOfBytes=1025)
    closed = kms.generate_data_key_without_plaintext(KeyId=key, KeySpec="AES_256")
    check("GenerateDataKeyWithoutPlaintext", "Plaintext" not in closed)
    equal("and it opens to a key", 32, len(kms.decrypt(CiphertextBlob=closed["CiphertextBlob"])["Plaintext"]))
    check("GenerateRandom", kms.generate_random(NumberOfBytes=16)["Plaintext"] != kms.generate_random(NumberOfBytes=16)["Plaintext"])
    refused("GenerateRandom: 1025 bytes", "ValidationException", kms.generate_random, 400, NumberOfBytes=1025)


def states(kms):
    key = make(kms)
    where = {"KeyId": key["KeyId"]}
    sealed = encrypt(kms, key["KeyId"])
    kms.disable_key(**where)
    equal("DisableKey", ("Disabled", False), tuple(kms.describe_key(**where)["KeyMetadata"][m] for m in ("KeyState", "Enabled")))
    refused("disabled: Encrypt", "DisabledException", kms.encrypt, 400, f"{key['Arn']} is disabled.", **where, Plaintext=b"x")
    refused("disabled: Decrypt", "DisabledException", kms.decrypt, 400, CiphertextBlob=sealed)
    refused("disabled: GenerateDataKey", "DisabledException", kms.generate_data_key, 400, **where, KeySpec="AES_256")
    refused("disabled: EnableKeyRotation", "DisabledException", kms.enable_key_rotation, 400, **where)
    kms.enable_key(**where)
    equal("EnableKey: what was encrypted opens", b"secret", kms.decrypt(CiphertextBlob=sealed)["Plaintext"])
    refused("CancelKeyDeletion: not pending", "KMSInvalidStateException", kms.cancel_key_deletion, 400, f"{key['Arn']} is not pending deletion.", **where)
    for days in (6, 31):
        refused(f"ScheduleKeyDeletion: {days} days", "ValidationException", kms.schedule_key_deletion, 400, **where, PendingWindowInDays=days)
    scheduled = kms.schedule_key_deletion(**where, PendingWindowInDays=7)
    equal("ScheduleKeyDeletion", (key["Arn"], "PendingDeletion", 7), tuple(scheduled[m] for m in ("KeyId", "KeyState", "PendingWindowInDays")))
    metadata = kms.describe_key(**where)["KeyMetadata"]
    equal("and the date is told", ("PendingDeletion", scheduled["DeletionDate"]), (metadata["KeyState"], metadata["DeletionDate"]))
    for call, more in [
        (kms.encrypt, {"Plaintext": b"x"}),
        (kms.generate_data_key, {"KeySpec": "AES_256"}),
        (kms.enable_key, {}),
        (kms.disable_key, {}),
        (kms.enable_key_rotation, {}),
        (kms.disable_key_rotation, {}),
        (kms.schedule_key_deletion, {}),
        (kms.update_key_description, {"Description": "x"}),
        (kms.tag_resource, {"Tags": [{"TagKey": "a", "TagValue": "b"}]}),
        (kms.untag_resource, {"TagKeys": ["a"]}),
    ]:
        refused(f"pending deletion: {call.__name__}", "KMSInvalidStateException", call, 400, f"{key['Arn']} is pending deletion.", **where, **more)
    refused("pending deletion: decrypt", "KMSInvalidStateException", kms.decrypt, 400, CiphertextBlob=sealed)
    refused("pending deletion: create_alias", "KMSInvalidStateException", kms.create_alias, 400, AliasName=f"alias/{fresh('pending')}", TargetKeyId=key["KeyId"])
    check("pending deletion: the policy can be read", kms.get_key_policy(**where)["Policy"])
    equal("CancelKeyDeletion", key["Arn"], kms.cancel_key_deletion(**where)["KeyId"])
    equal("and the key is disabled", "Disabled", kms.describe_key(**where)["KeyMetadata"]["KeyState"])


def rotation(kms):
    where = {"KeyId": make(kms)["KeyId"]}
    equal("GetKeyRotationStatus: off at first", False, kms.get_key_rotation_status(**where)["KeyRotationEnabled"])
    kms.enable_key_rotation(**where)
    found = kms.get_key_rotation_status(**where)
    equal("EnableKeyRotation: every 365 days", (True, 365), (found["KeyRotationEnabled"], found["RotationPeriodInDays"]))
    check("and the next date is told", "NextRotationDate" in found)
    kms.enable_key_rotation(**where, RotationPeriodInDays=90)
    equal("EnableKeyRotation: another period", 90, kms.get_key_rotation_status(**where)["RotationPeriodInDays"])
    for days in (89, 2561):
        refused(f"EnableKeyRotation: {days} days", "ValidationException", kms.enable_key_rotation, 400, **where, RotationPeriodInDays=days)
    kms.schedule_key_deletion(**where)
    equal("pending deletion: rotation is off", False, kms.get_key_rotation_status(**where)["KeyRotationEnabled"])
    kms.cancel_key_deletion(**where)
    equal("cancelled: rotation is on again", True, kms.get_key_rotation_status(**where)["KeyRotationEnabled"])
    kms.enable_key(**where)
    kms.disable_key_rotation(**where)
    equal("DisableKeyRotation", False, kms.get_key_rotation_status(**where)["KeyRotationEnabled"])


def policies(kms):
    key = make(kms)
    where = {"KeyId": key["KeyId"]}
    equal("ListKeyPolicies", (["default"], False), tuple(kms.list_key_policies(**where)[m] for m in ("PolicyNames", "Truncated")))
    policy = json.loads(kms.get_key_policy(**where, PolicyName="default")["Policy"])
    equal("GetKeyPolicy: the account decides", "kms:*", policy["Statement"][0]["Action"])
    share = {"Sid": "share", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": ["kms:Encrypt"], "Resource": "*"}
    put = lambda *statements: kms.put_key_policy(**where, PolicyName="default", Policy=json.dumps({"Version": "2012-10-17", "Statement": statements}))
    put(*policy["Statement"], share)
    stranger = client("kms", account="111122223333")
    sealed = encrypt(stranger, key["Arn"])
    equal("PutKeyPolicy: another account encrypts", b"secret", kms.decrypt(CiphertextBlob=sealed)["Plaintext"])
    refused("and does not decrypt", "AccessDeniedException", stranger.decrypt, 400, CiphertextBlob=sealed)
    refused("a policy that locks the account out", "MalformedPolicyDocumentException", lambda: put(share), 400)
    refused("a policy that is none", "MalformedPolicyDocumentException", kms.put_key_policy, 400, **where, Policy="{")
    refused("a policy of another name", "NotFoundException", kms.get_key_policy, 400, **where, PolicyName="other")


def tags(kms):
    where = {"KeyId": make(kms, Tags=[{"TagKey": "a", "TagValue": "1"}])["KeyId"]}
    listed = lambda: {tag["TagKey"]: tag["TagValue"] for tag in kms.list_resource_tags(**where)["Tags"]}
    equal("CreateKey: tags", {"a": "1"}, listed())
    kms.tag_resource(**where, Tags=[{"TagKey": "a", "TagValue": "2"}, {"TagKey": "b", "TagValue": ""}])
    equal("TagResource: adds and edits", {"a": "2", "b": ""}, listed())
    kms.untag_resource(**where, TagKeys=["a", "none"])
    equal("UntagResource", {"b": ""}, listed())
    refused("TagResource: aws: is reserved", "TagException", kms.tag_resource, 400, **where, Tags=[{"TagKey": "aws:x", "TagValue": ""}])
    kms.update_key_description(**where, Description="new")
    equal("UpdateKeyDescription", "new", kms.describe_key(**where)["KeyMetadata"]["Description"])
    refused("UpdateKeyDescription: at most 8192", "ValidationException", kms.update_key_description, 400, **where, Description="x" * 8193)


def aliases(kms):
    one, two = make(kms), make(kms)
    name = f"alias/{fresh('alias')}"
    kms.create_alias(AliasName=name, TargetKeyId=one["KeyId"])
    refused("CreateAlias: taken", "AlreadyExistsException", kms.create_alias, 400, AliasName=name, TargetKeyId=two["KeyId"])
    refused("CreateAlias: alias/aws/ is reserved", "NotAuthorizedException", kms.create_alias, 400, AliasName="alias/aws/mine", TargetKeyId=one["KeyId"])
    refused("CreateAlias: begins with alias/", "ValidationException", kms.create_alias, 400, AliasName="mine", TargetKeyId=one["KeyId"])
    refused("CreateAlias: no such key", "NotFoundException", kms.create_alias, 400, AliasName=f"{name}-2", TargetKeyId="00000000-0000-4000-8000-000000000000")
    equal("DescribeKey: by alias", one["KeyId"], kms.describe_key(KeyId=name)["KeyMetadata"]["KeyId"])
    sealed = encrypt(kms, name)
    kms.update_alias(AliasName=name, TargetKeyId=two["KeyId"])
    equal("UpdateAlias: another key", two["KeyId"], kms.describe_key(KeyId=name)["KeyMetadata"]["KeyId"])
    equal("and old ciphertext still opens", one["Arn"], kms.decrypt(CiphertextBlob=sealed)["KeyId"])
    equal("ListAliases: of a key", [name], [alias["AliasName"] for alias in kms.list_aliases(KeyId=two["KeyId"])["Aliases"]])
    equal("ListAliases: of a key without", [], kms.list_aliases(KeyId=one["KeyId"])["Aliases"])
    kms.delete_alias(AliasName=name)
    refused("DeleteAlias", "NotFoundException", kms.describe_key, 400, KeyId=name)
    refused("DeleteAlias: again", "NotFoundException", kms.delete_alias, 400, AliasName=name)
    refused("UpdateAlias: no such alias", "NotFoundException", kms.update_alias, 400, AliasName=name, TargetKeyId=one["KeyId"])


def lists(kms):
    made = [make(kms)["KeyId"] for _ in range(3)]
    found = [key["KeyId"] for page in kms.get_paginator("list_keys").paginate(PaginationConfig={"PageSize": 2}) for key in page["Keys"]]
    check("ListKeys: pages", set(made) <= set(found) and len(found) == len(set(found)))
    refused("ListKeys: a made-up marker", "InvalidMarkerException", kms.list_keys, 400, Marker="nonsense")
