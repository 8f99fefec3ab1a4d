"""Objects: User Guide "Uploading, downloading, and working with objects", API reference of each action."""

import base64
import hashlib
import json
import zlib
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from checks import bucket, check, client, equal, refused


def run():
    s3 = client("s3")
    plain(s3)
    ranges(s3)
    conditions(s3)
    checksums(s3)
    versions(s3)
    deletions(s3)
    copies(s3)
    tags(s3)
    listings(s3)
    presigned(s3)
    attributes(s3)
    encryption(s3)


def body(s3, **where):
    return s3.get_object(**where)["Body"].read()


def plain(s3):
    name = bucket(s3)
    put = s3.put_object(
        Bucket=name, Key="a/b.txt", Body=b"hello", ContentType="text/plain", CacheControl="no-cache", Metadata={"owner": "x"}
    )
    equal("PutObject: the ETag is the MD5 in quotes", f'"{hashlib.md5(b"hello").hexdigest()}"', put["ETag"])
    equal("PutObject: encrypted with S3's keys unless told", "AES256", put["ServerSideEncryption"])
    head = s3.head_object(Bucket=name, Key="a/b.txt")
    equal("HeadObject: length", 5, head["ContentLength"])
    equal("HeadObject: type", "text/plain", head["ContentType"])
    equal("HeadObject: user metadata", {"owner": "x"}, head["Metadata"])
    equal("HeadObject: system metadata", "no-cache", head["CacheControl"])
    equal("HeadObject: accepts ranges", "bytes", head["AcceptRanges"])
    s3.put_object(Bucket=name, Key="untyped", Body=b"")
    equal("PutObject: type unless told", "binary/octet-stream", s3.head_object(Bucket=name, Key="untyped")["ContentType"])
    refused("GetObject: no such key", "NoSuchKey", s3.get_object, 404, "The specified key does not exist.", Bucket=name, Key="z")
    refused("HeadObject: no such key has no body, so only the status", "404", s3.head_object, 404, Bucket=name, Key="z")
    refused("GetObject: no such bucket", "NoSuchBucket", s3.get_object, 404, Bucket="services-none-such", Key="z")
    refused("PutObject: a key has at most 1024 bytes", "KeyTooLongError", s3.put_object, 400, Bucket=name, Key="k" * 1025)
    check("PutObject: a key of 1024 bytes", s3.put_object(Bucket=name, Key="k" * 1024))
    refused("PutObject: metadata has at most 2 KB", "MetadataTooLarge", s3.put_object, 400, Bucket=name, Key="m", Metadata={"m": "x" * 2048})
    overridden = s3.get_object(Bucket=name, Key="a/b.txt", ResponseContentType="text/html", ResponseCacheControl="private")
    equal("GetObject: response headers chosen", ["text/html", "private"], [overridden["ContentType"], overridden["CacheControl"]])
    refused("PutObject: an unknown storage class", "InvalidStorageClass", s3.put_object, 400, Bucket=name, Key="c", StorageClass="COLD")
    s3.put_object(Bucket=name, Key="ia", Body=b"x", StorageClass="STANDARD_IA")
    equal("HeadObject: storage class", "STANDARD_IA", s3.head_object(Bucket=name, Key="ia").get("StorageClass"))
    check("HeadObject: no storage class for STANDARD", "StorageClass" not in head)
    refused("PutObject: ACLs are disabled", "AccessControlListNotSupported", s3.put_object, 400, Bucket=name, Key="p", ACL="public-read")
    grants = s3.get_object_acl(Bucket=name, Key="ia")["Grants"]
    equal("GetObjectAcl: the owner has full control", ["FULL_CONTROL"], [grant["Permission"] for grant in grants])
    refused("expected owner is another", "AccessDenied", s3.get_object, 403, Bucket=name, Key="ia", ExpectedBucketOwner="999999999999")
    stranger = client("s3", account="111122223333")
    refused("another account reads nothing", "AccessDenied", stranger.get_object, 403, Bucket=name, Key="ia")


def ranges(s3):
    name = bucket(s3)
    s3.put_object(Bucket=name, Key="r", Body=b"0123456789")
    for given, expected, shown in [
        ("bytes=0-3", b"0123", "bytes 0-3/10"),
        ("bytes=7-", b"789", "bytes 7-9/10"),
        ("bytes=-2", b"89", "bytes 8-9/10"),
        ("bytes=8-100", b"89", "bytes 8-9/10"),
    ]:
        part = s3.get_object(Bucket=name, Key="r", Range=given)
        equal(f"GetObject: {given}", (expected, shown, 206), (part["Body"].read(), part["ContentRange"], part["ResponseMetadata"]["HTTPStatusCode"]))
    refused("GetObject: a range beyond the end", "InvalidRange", s3.get_object, 416, Bucket=name, Key="r", Range="bytes=10-12")


def conditions(s3):
    name = bucket(s3)
    put = lambda **more: s3.put_object(Bucket=name, Key="c", Body=b"1", **more)
    refused("PutObject: If-Match on nothing", "NoSuchKey", put, 404, IfMatch='"x"')
    etag = put(IfNoneMatch="*")["ETag"]
    refused("PutObject: If-None-Match on something", "PreconditionFailed", put, 412, IfNoneMatch="*")
    refused("PutObject: If-Match of another ETag", "PreconditionFailed", put, 412, IfMatch='"x"')
    check("PutObject: If-Match of its ETag", put(IfMatch=etag))
    get = lambda **more: s3.get_object(Bucket=name, Key="c", **more)
    modified = get()["LastModified"]
    refused("GetObject: If-None-Match of its ETag", "304", get, 304, IfNoneMatch=etag)
    refused("GetObject: If-Match of another ETag", "PreconditionFailed", get, 412, IfMatch='"x"')
    refused("GetObject: If-Modified-Since its time", "304", get, 304, IfModifiedSince=modified)
    refused("GetObject: If-Unmodified-Since long ago", "PreconditionFailed", get, 412, IfUnmodifiedSince="2001-01-01")
    check("GetObject: If-Match wins over If-Unmodified-Since", get(IfMatch=etag, IfUnmodifiedSince="2001-01-01"))
    refused("GetObject: If-None-Match wins over If-Modified-Since", "304", get, 304, IfNoneMatch=etag, IfModifiedSince="2001-01-01")
    remove = lambda **more: s3.delete_object(Bucket=name, Key="c", **more)
    refused("DeleteObject: If-Match of another ETag", "PreconditionFailed", remove, 412, IfMatch='"x"')
    equal("DeleteObject: If-Match of its ETag", 204, remove(IfMatch=etag)["ResponseMetadata"]["HTTPStatusCode"])
    put()
    equal("DeleteObject: If-Match * on something", 204, remove(IfMatch="*")["ResponseMetadata"]["HTTPStatusCode"])


def checksums(s3):
    name = bucket(s3)
    data = b"checked"
    sha256 = base64.b64encode(hashlib.sha256(data).digest()).decode()
    sha1 = base64.b64encode(hashlib.sha1(data).digest()).decode()
    crc32 = base64.b64encode(zlib.crc32(data).to_bytes(4, "big")).decode()
    for algorithm, value in [("SHA256", sha256), ("SHA1", sha1), ("CRC32", crc32)]:
        member = f"Checksum{algorithm}"
        put = s3.put_object(Bucket=name, Key=algorithm, Body=data, **{member: value})
        equal(f"PutObject: {algorithm} comes back", (value, "FULL_OBJECT"), (put[member], put["ChecksumType"]))
        head = s3.head_object(Bucket=name, Key=algorithm, ChecksumMode="ENABLED")
        equal(f"HeadObject: {algorithm} if asked for", value, head.get(member))
        check(f"HeadObject: {algorithm} only if asked for", member not in s3.head_object(Bucket=name, Key=algorithm))
        wrong = base64.b64encode(bytes(len(base64.b64decode(value)))).decode()
        refused(f"PutObject: another {algorithm}", "BadDigest", s3.put_object, 400, Bucket=name, Key="w", Body=data, **{member: wrong})
    refused("PutObject: no such value", "InvalidRequest", s3.put_object, 400, "Value for x-amz-checksum-sha256 header is invalid.", Bucket=name, Key="w", Body=data, ChecksumSHA256="AAAA")
    refused("PutObject: another MD5", "BadDigest", s3.put_object, 400, Bucket=name, Key="w", Body=data, ContentMD5=base64.b64encode(bytes(16)).decode())
    refused("PutObject: no MD5", "InvalidDigest", s3.put_object, 400, Bucket=name, Key="w", Body=data, ContentMD5="AAAA")
    refused("what was refused is not stored", "404", s3.head_object, 404, Bucket=name, Key="w")
    listed = s3.list_objects_v2(Bucket=name)["Contents"]
    equal("ListObjectsV2: algorithms", [["CRC32"], ["SHA1"], ["SHA256"]], [item["ChecksumAlgorithm"] for item in listed])


def versions(s3):
    name = bucket(s3)
    check("GetBucketVersioning: none at first", "Status" not in s3.get_bucket_versioning(Bucket=name))
    check("PutObject: no version id without versioning", "VersionId" not in s3.put_object(Bucket=name, Key="v", Body=b"0"))
    refused("PutBucketVersioning: not another status", "MalformedXML", s3.put_bucket_versioning, 400, Bucket=name, VersioningConfiguration={"Status": "On"})
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    one = s3.put_object(Bucket=name, Key="v", Body=b"1")["VersionId"]
    two = s3.put_object(Bucket=name, Key="v", Body=b"2")["VersionId"]
    equal("GetObject: the latest version", b"2", body(s3, Bucket=name, Key="v"))
    equal("GetObject: an earlier version", b"1", body(s3, Bucket=name, Key="v", VersionId=one))
    equal("GetObject: the version from before", b"0", body(s3, Bucket=name, Key="v", VersionId="null"))
    refused("GetObject: no such version", "NoSuchVersion", s3.get_object, 404, Bucket=name, Key="v", VersionId=one[::-1])
    refused("GetObject: no version id", "InvalidArgument", s3.get_object, 400, "Invalid version id specified", Bucket=name, Key="v", VersionId="x")
    gone = s3.delete_object(Bucket=name, Key="v")
    check("DeleteObject: makes a delete marker", gone["DeleteMarker"] and gone["VersionId"] not in (one, two))
    missing = refused("GetObject: behind a delete marker", "NoSuchKey", s3.get_object, 404, Bucket=name, Key="v")
    equal("and says that it is one", "true", missing["ResponseMetadata"]["HTTPHeaders"].get("x-amz-delete-marker"))
    marker = refused("GetObject: of a delete marker", "MethodNotAllowed", s3.get_object, 405, Bucket=name, Key="v", VersionId=gone["VersionId"])
    equal("and says what is allowed", "DELETE", marker["ResponseMetadata"]["HTTPHeaders"].get("allow"))
    listed = s3.list_object_versions(Bucket=name)
    equal("ListObjectVersions: newest first", [two, one, "null"], [item["VersionId"] for item in listed["Versions"]])
    equal("ListObjectVersions: markers", [(gone["VersionId"], True)], [(item["VersionId"], item["IsLatest"]) for item in listed["DeleteMarkers"]])
    check("ListObjectsV2: what is deleted is not there", s3.list_objects_v2(Bucket=name)["KeyCount"] == 0)
    refused("DeleteBucket: versions are content", "BucketNotEmpty", s3.delete_bucket, 409, Bucket=name)
    back = s3.delete_object(Bucket=name, Key="v", VersionId=gone["VersionId"])
    check("DeleteObject: of a delete marker brings the object back", back["DeleteMarker"] and body(s3, Bucket=name, Key="v") == b"2")
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Suspended"})
    equal("PutObject: null version while suspended", "null", s3.put_object(Bucket=name, Key="v", Body=b"3").get("VersionId"))
    equal("and the others stay", {two, one, "null"}, {item["VersionId"] for item in s3.list_object_versions(Bucket=name)["Versions"]})


def deletions(s3):
    name = bucket(s3)
    keys = [f"d/{number}" for number in range(3)]
    etags = [s3.put_object(Bucket=name, Key=key, Body=key.encode())["ETag"] for key in keys]
    equal("DeleteObject: what is not there is deleted already", 204, s3.delete_object(Bucket=name, Key="none")["ResponseMetadata"]["HTTPStatusCode"])
    objects = [{"Key": keys[0], "ETag": etags[0]}, {"Key": keys[1], "ETag": '"other"'}, {"Key": "none"}]
    answer = s3.delete_objects(Bucket=name, Delete={"Objects": objects})
    equal("DeleteObjects: deleted, also what was not there", [keys[0], "none"], [item["Key"] for item in answer["Deleted"]])
    equal("DeleteObjects: an error for each that failed", [(keys[1], "PreconditionFailed")], [(item["Key"], item["Code"]) for item in answer["Errors"]])
    quiet = s3.delete_objects(Bucket=name, Delete={"Objects": [{"Key": keys[2]}], "Quiet": True})
    check("DeleteObjects: quiet tells errors only", "Deleted" not in quiet and "Errors" not in quiet, quiet)
    many = [{"Key": str(number)} for number in range(1001)]
    refused("DeleteObjects: at most 1000", "MalformedXML", s3.delete_objects, 400, Bucket=name, Delete={"Objects": many})


def copies(s3):
    name, other = bucket(s3), bucket(s3, "other")
    s3.put_object(Bucket=name, Key="from ä+%", Body=b"copy", ContentType="text/css", Metadata={"a": "1"}, Tagging="t=1")
    source = {"Bucket": name, "Key": "from ä+%"}
    result = s3.copy_object(Bucket=other, Key="to", CopySource=source)["CopyObjectResult"]
    equal("CopyObject: to another bucket", (b"copy", f'"{hashlib.md5(b"copy").hexdigest()}"'), (body(s3, Bucket=other, Key="to"), result["ETag"]))
    head = s3.head_object(Bucket=other, Key="to")
    equal("CopyObject: metadata goes along", ({"a": "1"}, "text/css"), (head["Metadata"], head["ContentType"]))
    equal("CopyObject: tags go along", [{"Key": "t", "Value": "1"}], s3.get_object_tagging(Bucket=other, Key="to")["TagSet"])
    s3.copy_object(Bucket=other, Key="to", CopySource=source, MetadataDirective="REPLACE", Metadata={"b": "2"}, ContentType="text/xml")
    head = s3.head_object(Bucket=other, Key="to")
    equal("CopyObject: metadata replaced", ({"b": "2"}, "text/xml"), (head["Metadata"], head["ContentType"]))
    refused(
        "CopyObject: to itself without a change",
        "InvalidRequest",
        s3.copy_object,
        400,
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, "
        "storage class, website redirect location or encryption attributes.",
        Bucket=name,
        Key="from ä+%",
        CopySource=source,
    )
    s3.copy_object(Bucket=name, Key="from ä+%", CopySource=source, MetadataDirective="REPLACE", Metadata={"c": "3"})
    equal("CopyObject: to itself with other metadata", {"c": "3"}, s3.head_object(**source)["Metadata"])
    refused("CopyObject: no such key", "NoSuchKey", s3.copy_object, 404, Bucket=other, Key="x", CopySource={"Bucket": name, "Key": "none"})
    refused("CopyObject: no such bucket", "NoSuchBucket", s3.copy_object, 404, Bucket=other, Key="x", CopySource={"Bucket": "services-none", "Key": "x"})
    refused("CopyObject: source condition", "PreconditionFailed", s3.copy_object, 412, Bucket=other, Key="x", CopySource=source, CopySourceIfMatch='"x"')
    refused("CopyObject: If-None-Match", "PreconditionFailed", s3.copy_object, 412, Bucket=other, Key="to", CopySource=source, IfNoneMatch="*")
    stranger = client("s3", account="111122223333")
    refused("CopyObject: from another account's bucket", "AccessDenied", stranger.copy_object, 403, Bucket=bucket(stranger), Key="x", CopySource=source)
    s3.put_bucket_versioning(Bucket=other, VersioningConfiguration={"Status": "Enabled"})
    old = s3.put_object(Bucket=other, Key="v", Body=b"old")["VersionId"]
    s3.put_object(Bucket=other, Key="v", Body=b"new")
    restored = s3.copy_object(Bucket=other, Key="v", CopySource={"Bucket": other, "Key": "v", "VersionId": old})
    equal("CopyObject: an old version becomes the latest", (b"old", old), (body(s3, Bucket=other, Key="v"), restored["CopySourceVersionId"]))


def tags(s3):
    name = bucket(s3)
    s3.put_object(Bucket=name, Key="t", Body=b"x", Tagging="a=1&b=two%20words")
    expected = [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "two words"}]
    equal("PutObject: tags", expected, s3.get_object_tagging(Bucket=name, Key="t")["TagSet"])
    equal("GetObject: count of tags", 2, s3.get_object(Bucket=name, Key="t")["TagCount"])
    put = lambda tag_set: s3.put_object_tagging(Bucket=name, Key="t", Tagging={"TagSet": tag_set})
    put([{"Key": "c", "Value": ""}])
    equal("PutObjectTagging: replaces all", [{"Key": "c", "Value": ""}], s3.get_object_tagging(Bucket=name, Key="t")["TagSet"])
    refused("PutObjectTagging: at most 10", "BadRequest", put, 400, "Object tags cannot be greater than 10", tag_set=[{"Key": str(n), "Value": ""} for n in range(11)])
    refused("PutObjectTagging: keys of 128", "InvalidTag", put, 400, tag_set=[{"Key": "k" * 129, "Value": ""}])
    refused("PutObjectTagging: values of 256", "InvalidTag", put, 400, tag_set=[{"Key": "k", "Value": "v" * 257}])
    refused("PutObjectTagging: keys are unique", "InvalidTag", put, 400, tag_set=[{"Key": "k", "Value": ""}] * 2)
    refused("PutObjectTagging: aws: is reserved", "InvalidTag", put, 400, tag_set=[{"Key": "aws:k", "Value": ""}])
    s3.delete_object_tagging(Bucket=name, Key="t")
    equal("DeleteObjectTagging", [], s3.get_object_tagging(Bucket=name, Key="t")["TagSet"])
    refused("GetObjectTagging: no such key", "NoSuchKey", s3.get_object_tagging, 404, Bucket=name, Key="none")


def listings(s3):
    name = bucket(s3)
    for key in ["a", "b/1", "b/2", "c/1", "d", "ü"]:
        s3.put_object(Bucket=name, Key=key, Body=b"x")
    page = s3.list_objects_v2(Bucket=name, Delimiter="/")
    equal("ListObjectsV2: keys and common prefixes", (["a", "d", "ü"], ["b/", "c/"], 5), ([i["Key"] for i in page["Contents"]], [i["Prefix"] for i in page["CommonPrefixes"]], page["KeyCount"]))
    check("ListObjectsV2: owners only if asked for", "Owner" not in page["Contents"][0])
    check("ListObjectsV2: owners", "ID" in s3.list_objects_v2(Bucket=name, FetchOwner=True)["Contents"][0]["Owner"])
    equal("ListObjectsV2: start after", ["d", "ü"], [i["Key"] for i in s3.list_objects_v2(Bucket=name, StartAfter="c/1")["Contents"]])
    seen, token = [], {}
    while True:
        page = s3.list_objects_v2(Bucket=name, Delimiter="/", MaxKeys=2, **token)
        seen.append([i["Prefix"] for i in page.get("CommonPrefixes", [])] + [i["Key"] for i in page.get("Contents", [])])
        if not page["IsTruncated"]:
            break
        token = {"ContinuationToken": page["NextContinuationToken"]}
    equal("ListObjectsV2: pages with a delimiter", [["b/", "a"], ["c/", "d"], ["ü"]], seen)
    equal("ListObjectsV2: a prefix", ["b/1", "b/2"], [i["Key"] for i in s3.list_objects_v2(Bucket=name, Prefix="b/")["Contents"]])
    refused("ListObjectsV2: a made-up token", "InvalidArgument", s3.list_objects_v2, 400, "The continuation token provided is incorrect", Bucket=name, ContinuationToken="x")
    equal("ListObjectsV2: no keys at all", (0, False), tuple(s3.list_objects_v2(Bucket=name, MaxKeys=0)[member] for member in ("KeyCount", "IsTruncated")))
    first = s3.list_objects(Bucket=name, Delimiter="/", MaxKeys=2)
    equal("ListObjects: next marker with a delimiter", "b/", first["NextMarker"])


def presigned(s3):
    name = bucket(s3)
    sign = lambda action, key: s3.generate_presigned_url(action, Params={"Bucket": name, "Key": key}, ExpiresIn=60)
    urlopen(Request(sign("put_object", "p q"), data=b"by url", method="PUT"))
    get = sign("get_object", "p q")
    equal("presigned URLs put and get", b"by url", urlopen(get).read())
    refused_url("a presigned URL is for its key", get.replace("p%20q", "other"), 403, "SignatureDoesNotMatch")
    refused_url("a presigned URL is for its method", sign("put_object", "p q"), 403, "SignatureDoesNotMatch")
    refused_url("a presigned URL of a missing key", sign("get_object", "none"), 404, "NoSuchKey")
    url = f"{get.split('?')[0]}?AWSAccessKeyId=000000000000&Signature=x&Expires=9999999999"
    refused_url("signatures of version 2", url, 400, "AWS4-HMAC-SHA256")


def refused_url(title, url, status, text):
    try:
        urlopen(url)
        check(title, False, "it succeeded")
    except HTTPError as error:
        body = error.read().decode()
        check(title, error.code == status and text in body, f"{error.code} {body}")


def attributes(s3):
    name = bucket(s3)
    s3.put_object(Bucket=name, Key="a", Body=b"attributes", ChecksumAlgorithm="SHA256")
    wanted = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"]
    found = s3.get_object_attributes(Bucket=name, Key="a", ObjectAttributes=wanted)
    digest = base64.b64encode(hashlib.sha256(b"attributes").digest()).decode()
    equal("GetObjectAttributes: checksum", (digest, "FULL_OBJECT"), (found["Checksum"]["ChecksumSHA256"], found["Checksum"]["ChecksumType"]))
    equal("GetObjectAttributes: ETag without quotes, class, size", (hashlib.md5(b"attributes").hexdigest(), "STANDARD", 10), (found["ETag"], found["StorageClass"], found["ObjectSize"]))
    check("GetObjectAttributes: no parts", "ObjectParts" not in found)
    check("GetObjectAttributes: what is asked for", "ETag" not in s3.get_object_attributes(Bucket=name, Key="a", ObjectAttributes=["ObjectSize"]))
    refused("GetObjectAttributes: no such key", "NoSuchKey", s3.get_object_attributes, 404, Bucket=name, Key="z", ObjectAttributes=["ETag"])


def encryption(s3):
    kms = client("kms")
    key = kms.create_key()["KeyMetadata"]
    name = bucket(s3)
    put = lambda **more: s3.put_object(Bucket=name, Key="e", Body=b"secret", ServerSideEncryption="aws:kms", **more)
    made = put(SSEKMSKeyId=key["KeyId"], BucketKeyEnabled=True)
    equal("SSE-KMS: the key's ARN comes back", ("aws:kms", key["Arn"], True), (made["ServerSideEncryption"], made["SSEKMSKeyId"], made["BucketKeyEnabled"]))
    check("SSE-KMS: the ETag is no MD5", made["ETag"] != f'"{hashlib.md5(b"secret").hexdigest()}"')
    read = s3.get_object(Bucket=name, Key="e")
    equal("SSE-KMS: reads tell the key", (b"secret", key["Arn"]), (read["Body"].read(), read["SSEKMSKeyId"]))
    managed = put()["SSEKMSKeyId"]
    equal("SSE-KMS: aws/s3 unless told", "AWS", kms.describe_key(KeyId=managed)["KeyMetadata"]["KeyManager"])
    put(SSEKMSKeyId=key["Arn"])
    kms.disable_key(KeyId=key["KeyId"])
    refused("SSE-KMS: no read with a disabled key", "KMS.DisabledException", s3.get_object, 400, Bucket=name, Key="e")
    refused("SSE-KMS: no write with a disabled key", "KMS.DisabledException", put, 400, SSEKMSKeyId=key["Arn"])
    kms.enable_key(KeyId=key["KeyId"])
    equal("SSE-KMS: enabled, it reads again", b"secret", body(s3, Bucket=name, Key="e"))
    refused("SSE-KMS: no such key", "KMS.NotFoundException", put, 400, SSEKMSKeyId="00000000-0000-4000-8000-000000000000")
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key["Arn"]}, "BucketKeyEnabled": True}
    s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [rule]})
    made = s3.put_object(Bucket=name, Key="by default", Body=b"x")
    equal("SSE-KMS: the bucket's default", ("aws:kms", key["Arn"]), (made["ServerSideEncryption"], made["SSEKMSKeyId"]))
    made = s3.put_object(Bucket=name, Key="by default", Body=b"x", ServerSideEncryption="AES256")
    equal("SSE-S3: asked for in spite of the default", "AES256", made["ServerSideEncryption"])
    policy = json.loads(kms.get_key_policy(KeyId=key["KeyId"], PolicyName="default")["Policy"])
    denial = {"Effect": "Deny", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*"}
    kms.put_key_policy(KeyId=key["KeyId"], Policy=json.dumps({**policy, "Statement": policy["Statement"] + [denial]}))
    refused("SSE-KMS: the key policy denies the read", "AccessDenied", s3.get_object, 403, Bucket=name, Key="e")
    refused("SSE-KMS: a key needs aws:kms", "InvalidArgument", s3.put_object, 400, Bucket=name, Key="x", SSEKMSKeyId=key["KeyId"], ServerSideEncryption="AES256")
