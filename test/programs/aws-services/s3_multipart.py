"""Multipart uploads: User Guide "Uploading and copying objects using multipart upload", API reference of each action."""

import base64
import hashlib
import io
import os
import zlib

from boto3.s3.transfer import TransferConfig

from checks import bucket, check, client, equal, refused

MiB = 1024 * 1024


def run():
    s3 = client("s3")
    name = bucket(s3, "multipart")
    assembled(s3, name)
    errors(s3, name)
    lists(s3, name)
    checksums(s3, name)
    copies(s3, name)
    conditions(s3, name)
    transfers(s3, name)


def begin(s3, name, key, **more):
    return {"Bucket": name, "Key": key, "UploadId": s3.create_multipart_upload(Bucket=name, Key=key, **more)["UploadId"]}


def upload(s3, where, number, data, **more):
    made = s3.upload_part(**where, PartNumber=number, Body=data, **more)
    return {"PartNumber": number, "ETag": made["ETag"]}


def complete(s3, where, parts, **more):
    return s3.complete_multipart_upload(**where, MultipartUpload={"Parts": parts}, **more)


def assembled(s3, name):
    where = begin(s3, name, "whole", ContentType="text/plain", Metadata={"m": "1"}, Tagging="t=1")
    pieces = [os.urandom(5 * MiB), os.urandom(5 * MiB), b"last"]
    parts = [upload(s3, where, number, piece) for number, piece in zip([2, 5, 9], pieces)]
    refused("an upload is no object yet", "NoSuchKey", s3.get_object, 404, Bucket=name, Key="whole")
    made = complete(s3, where, parts)
    expected = hashlib.md5(b"".join(hashlib.md5(piece).digest() for piece in pieces)).hexdigest()
    equal("CompleteMultipartUpload: the ETag ends in the number of parts", f'"{expected}-3"', made["ETag"])
    equal("CompleteMultipartUpload: bucket and key", (name, "whole"), (made["Bucket"], made["Key"]))
    found = s3.get_object(Bucket=name, Key="whole")
    check("the object is its parts", found["Body"].read() == b"".join(pieces))
    equal("it has what the upload began with", ("text/plain", {"m": "1"}, 1), (found["ContentType"], found["Metadata"], found["TagCount"]))
    part = s3.get_object(Bucket=name, Key="whole", PartNumber=3)
    equal("GetObject: a part by its number", (b"last", 3), (part["Body"].read(), part["PartsCount"]))
    equal("HeadObject: a part by its number", 5 * MiB, s3.head_object(Bucket=name, Key="whole", PartNumber=1)["ContentLength"])
    refused("GetObject: no such part", "InvalidPartNumber", s3.get_object, 416, Bucket=name, Key="whole", PartNumber=4)
    refused("a completed upload is gone", "NoSuchUpload", s3.list_parts, 404, **where)


def errors(s3, name):
    where = begin(s3, name, "wrong")
    one = upload(s3, where, 1, b"small")
    two = upload(s3, where, 2, b"small too")
    refused("every part but the last has 5 MiB", "EntityTooSmall", complete, 400, s3=s3, where=where, parts=[one, two])
    refused("parts come in order", "InvalidPartOrder", complete, 400, s3=s3, where=where, parts=[two, one])
    refused("a part that was not uploaded", "InvalidPart", complete, 400, s3=s3, where=where, parts=[{**one, "PartNumber": 3}])
    refused("a part of another ETag", "InvalidPart", complete, 400, s3=s3, where=where, parts=[{**one, "ETag": two["ETag"]}])
    refused("no parts", "MalformedXML", s3.complete_multipart_upload, 400, **where, MultipartUpload={"Parts": []})
    refused("parts are numbered to 10000", "InvalidArgument", s3.upload_part, 400, "Part number must be an integer between 1 and 10000, inclusive", **where, PartNumber=10001, Body=b"")
    refused("no such upload", "NoSuchUpload", s3.upload_part, 404, Bucket=name, Key="wrong", UploadId="none", PartNumber=1, Body=b"")
    refused("an upload belongs to a key", "NoSuchUpload", s3.upload_part, 404, **{**where, "Key": "other"}, PartNumber=1, Body=b"")
    again = upload(s3, where, 1, b"again")
    refused("a part's number is taken over", "InvalidPart", complete, 400, s3=s3, where=where, parts=[one])
    check("a single part may be small", complete(s3, where, [again])["ETag"].endswith('-1"'))
    aborted = begin(s3, name, "aborted")
    upload(s3, aborted, 1, b"x")
    equal("AbortMultipartUpload", 204, s3.abort_multipart_upload(**aborted)["ResponseMetadata"]["HTTPStatusCode"])
    refused("an aborted upload is gone", "NoSuchUpload", s3.upload_part, 404, **aborted, PartNumber=2, Body=b"")
    refused("and cannot be aborted again", "NoSuchUpload", s3.abort_multipart_upload, 404, **aborted)


def lists(s3, name):
    first, second = begin(s3, name, "list/a"), begin(s3, name, "list/b")
    for number in (3, 1, 2):
        upload(s3, first, number, b"x" * number)
    page = s3.list_parts(**first, MaxParts=2)
    equal("ListParts: in order", ([(1, 1), (2, 2)], True, 2), ([(p["PartNumber"], p["Size"]) for p in page["Parts"]], page["IsTruncated"], page["NextPartNumberMarker"]))
    rest = s3.list_parts(**first, PartNumberMarker=2)
    equal("ListParts: the next page", ([3], False), ([part["PartNumber"] for part in rest["Parts"]], rest["IsTruncated"]))
    found = s3.list_multipart_uploads(Bucket=name, Prefix="list/")
    equal("ListMultipartUploads: in order", ["list/a", "list/b"], [item["Key"] for item in found["Uploads"]])
    page = s3.list_multipart_uploads(Bucket=name, Prefix="list/", MaxUploads=1)
    equal("ListMultipartUploads: a page", (True, "list/a", first["UploadId"]), (page["IsTruncated"], page["NextKeyMarker"], page["NextUploadIdMarker"]))
    after = s3.list_multipart_uploads(Bucket=name, Prefix="list/", KeyMarker="list/a", UploadIdMarker=first["UploadId"])
    equal("ListMultipartUploads: the next page", ["list/b"], [item["Key"] for item in after["Uploads"]])
    folders = s3.list_multipart_uploads(Bucket=name, Delimiter="/")
    equal("ListMultipartUploads: common prefixes", ["list/"], [item["Prefix"] for item in folders["CommonPrefixes"]])
    for where in (first, second):
        s3.abort_multipart_upload(**where)


def checksums(s3, name):
    pieces = [bytes(5 * MiB), b"end"]
    digests = [hashlib.sha256(piece).digest() for piece in pieces]
    values = [base64.b64encode(digest).decode() for digest in digests]
    where = begin(s3, name, "sha256", ChecksumAlgorithm="SHA256")
    parts = [
        {**upload(s3, where, number + 1, piece, ChecksumSHA256=values[number]), "ChecksumSHA256": values[number]}
        for number, piece in enumerate(pieces)
    ]
    refused("a part with another algorithm", "InvalidRequest", s3.upload_part, 400, **where, PartNumber=3, Body=b"x", ChecksumAlgorithm="CRC32")
    without = [{key: part[key] for key in ("PartNumber", "ETag")} for part in parts]
    refused("composite checksums are told for each part", "InvalidRequest", complete, 400, s3=s3, where=where, parts=without)
    wrong = [parts[0], {**parts[1], "ChecksumSHA256": values[0]}]
    refused("a part with another checksum", "InvalidPart", complete, 400, s3=s3, where=where, parts=wrong)
    made = complete(s3, where, parts)
    composite = base64.b64encode(hashlib.sha256(b"".join(digests)).digest()).decode() + "-2"
    equal("a composite checksum is one of the parts' checksums", (composite, "COMPOSITE"), (made["ChecksumSHA256"], made["ChecksumType"]))
    found = s3.get_object_attributes(Bucket=name, Key="sha256", ObjectAttributes=["ObjectParts", "Checksum"])
    equal("GetObjectAttributes: parts", (2, values), (found["ObjectParts"]["TotalPartsCount"], [part["ChecksumSHA256"] for part in found["ObjectParts"]["Parts"]]))
    where = begin(s3, name, "crc32", ChecksumAlgorithm="CRC32", ChecksumType="FULL_OBJECT")
    parts = [upload(s3, where, number + 1, piece, ChecksumAlgorithm="CRC32") for number, piece in enumerate(pieces)]
    whole = base64.b64encode(zlib.crc32(b"".join(pieces)).to_bytes(4, "big")).decode()
    refused("another checksum of the whole object", "BadDigest", complete, 400, s3=s3, where=where, parts=parts, ChecksumCRC32="AAAAAA==", ChecksumType="FULL_OBJECT")
    made = complete(s3, where, parts, ChecksumCRC32=whole, ChecksumType="FULL_OBJECT")
    equal("a checksum of the full object", (whole, "FULL_OBJECT"), (made["ChecksumCRC32"], made["ChecksumType"]))
    refused("SHA-256 has no full-object type", "InvalidRequest", s3.create_multipart_upload, 400, Bucket=name, Key="x", ChecksumAlgorithm="SHA256", ChecksumType="FULL_OBJECT")
    refused("CRC-64 has no composite type", "InvalidRequest", s3.create_multipart_upload, 400, Bucket=name, Key="x", ChecksumAlgorithm="CRC64NVME", ChecksumType="COMPOSITE")


def copies(s3, name):
    source = os.urandom(6 * MiB)
    s3.put_object(Bucket=name, Key="source", Body=source)
    where = begin(s3, name, "of copies")
    first = s3.upload_part_copy(**where, PartNumber=1, CopySource=f"{name}/source")["CopyPartResult"]
    second = s3.upload_part_copy(**where, PartNumber=2, CopySource=f"{name}/source", CopySourceRange="bytes=0-9")["CopyPartResult"]
    refused("UploadPartCopy: a range beyond the source", "InvalidArgument", s3.upload_part_copy, 400, **where, PartNumber=3, CopySource=f"{name}/source", CopySourceRange=f"bytes=0-{6 * MiB}")
    complete(s3, where, [{"PartNumber": 1, "ETag": first["ETag"]}, {"PartNumber": 2, "ETag": second["ETag"]}])
    check("UploadPartCopy: parts made of an object", s3.get_object(Bucket=name, Key="of copies")["Body"].read() == source + source[:10])


def conditions(s3, name):
    s3.put_object(Bucket=name, Key="taken", Body=b"x")
    where = begin(s3, name, "taken")
    part = upload(s3, where, 1, b"y")
    refused("CompleteMultipartUpload: If-None-Match", "PreconditionFailed", complete, 412, s3=s3, where=where, parts=[part], IfNoneMatch="*")
    refused("CompleteMultipartUpload: another size", "InvalidRequest", complete, 400, s3=s3, where=where, parts=[part], MpuObjectSize=7)
    check("CompleteMultipartUpload: afterwards without", complete(s3, where, [part], MpuObjectSize=1))


def transfers(s3, name):
    data = os.urandom(20 * MiB)
    s3.upload_fileobj(io.BytesIO(data), name, "uploaded", ExtraArgs={"Metadata": {"by": "boto3"}})
    check("upload_fileobj: in parts beyond 8 MiB", "-" in s3.head_object(Bucket=name, Key="uploaded")["ETag"])
    into = io.BytesIO()
    s3.download_fileobj(name, "uploaded", into)
    check("download_fileobj: the same bytes", into.getvalue() == data)
    s3.copy({"Bucket": name, "Key": "uploaded"}, name, "copied", Config=TransferConfig(multipart_threshold=8 * MiB))
    check("copy: in parts", s3.get_object(Bucket=name, Key="copied")["Body"].read() == data)
