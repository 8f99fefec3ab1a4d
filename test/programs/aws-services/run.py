"""What somebody who knows AWS from its documentation would try on S3, KMS, SSM and STS. Expected results come from there.

Run by aws-clients against the sandbox that AWS_ENDPOINT_URL names; needs boto3."""

import kms_keys
import s3_buckets
import s3_multipart
import s3_objects
import stacks
import ssm_parameters
import sts_roles
from checks import finish

for part in (sts_roles, kms_keys, ssm_parameters, s3_objects, s3_multipart, s3_buckets, stacks):
    part.run()
finish()
