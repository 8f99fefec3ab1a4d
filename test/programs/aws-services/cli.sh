#!/usr/bin/env bash
# What people do with the AWS CLI in S3, KMS and STS: its user guide and command reference. One line a check, counts at the end.
# Run by aws-clients against the sandbox that AWS_ENDPOINT_URL names.
set -uo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The CLI keeps sessions of assumed roles below the home directory; those of another sandbox are none of this one's.
export HOME="$work" AWS_PAGER='' AWS_CONFIG_FILE="$work/config" AWS_EC2_METADATA_DISABLED=true AWS_MAX_ATTEMPTS=1
passed=0
failed=0

ok() {
  passed=$((passed + 1))
  echo "ok: $1"
}

not_ok() {
  failed=$((failed + 1))
  echo "not ok: $1: $2"
}

equal() {
  if [ "$2" = "$3" ]; then ok "$1"; else not_ok "$1" "expected '$2', got '$3'"; fi
}

succeeds() {
  local title=$1 output
  shift
  if output=$("$@" 2>&1); then ok "$title"; else not_ok "$title" "$output"; fi
}

# Title, then the code that the CLI prints in parentheses, then the command.
refused() {
  local title=$1 code=$2 output
  shift 2
  if output=$("$@" 2>&1); then
    not_ok "$title" "expected $code, but it succeeded"
  else
    case $output in
      *"($code)"*) ok "$title" ;;
      *) not_ok "$title" "expected $code, got: $output" ;;
    esac
  fi
}

keys() {
  aws s3api list-objects-v2 --bucket "$1" --query 'Contents[].Key' --output text | tr '\t' ' '
}

name=services-cli-$$
other=$name-other
head -c 20971520 /dev/urandom >"$work/large"
echo small >"$work/small"

succeeds 's3 mb' aws s3 mb "s3://$name"
succeeds 's3 mb: another' aws s3 mb "s3://$other"
succeeds 's3 cp: 20 MiB go in parts' aws s3 cp "$work/large" "s3://$name/large"
etag=$(aws s3api head-object --bucket "$name" --key large --query ETag --output text)
equal 'and their ETag ends in their number' '-3"' "${etag: -3}"
succeeds 's3 cp: 20 MiB come back' aws s3 cp "s3://$name/large" "$work/received"
succeeds 'the same bytes' cmp "$work/large" "$work/received"
succeeds 's3 cp: between buckets, in parts' aws s3 cp "s3://$name/large" "s3://$other/copied"
succeeds 's3 mv: between buckets' aws s3 mv "s3://$other/copied" "s3://$name/moved"
equal 'what was moved is gone' None "$(keys "$other")"
succeeds 's3 mv: within a bucket' aws s3 mv "s3://$name/moved" "s3://$name/moved again"
equal 's3 ls' 'large moved again' "$(keys "$name")"
succeeds 's3 cp: from standard input' sh -c "echo piped | aws s3 cp - s3://$name/piped"
equal 's3 cp: to standard output' piped "$(aws s3 cp "s3://$name/piped" -)"
mkdir -p "$work/tree/b"
cp "$work/small" "$work/tree/a"
cp "$work/small" "$work/tree/b/c"
succeeds 's3 sync: up' aws s3 sync "$work/tree" "s3://$other/tree"
equal 'all of it' 'tree/a tree/b/c' "$(keys "$other")"
equal 's3 sync: nothing to do' '' "$(aws s3 sync "$work/tree" "s3://$other/tree")"
rm "$work/tree/a"
succeeds 's3 sync: with deletion' aws s3 sync --delete "$work/tree" "s3://$other/tree"
equal 'what is gone here is gone there' tree/b/c "$(keys "$other")"
succeeds 's3 cp: encrypted by KMS' aws s3 cp --sse aws:kms "$work/small" "s3://$name/kms"
equal 'head-object tells so' aws:kms "$(aws s3api head-object --bucket "$name" --key kms --query ServerSideEncryption --output text)"
succeeds 's3 cp: with metadata' aws s3 cp --metadata owner=me --content-type text/plain "$work/small" "s3://$name/typed"
equal 'head-object tells them' $'text/plain\tme' "$(aws s3api head-object --bucket "$name" --key typed --query '[ContentType,Metadata.owner]' --output text)"
refused 's3 cp: public' AccessControlListNotSupported aws s3 cp --acl public-read "$work/small" "s3://$name/public"
url=$(aws s3 presign "s3://$name/piped")
equal 's3 presign' piped "$(curl -fsS "$url")"
refused 's3 rb: with content' BucketNotEmpty aws s3 rb "s3://$other"
succeeds 's3 rb: by force' aws s3 rb --force "s3://$other"
refused 's3 ls: no such bucket' NoSuchBucket aws s3 ls "s3://$other"

upload=$(aws s3api create-multipart-upload --bucket "$name" --key left --query UploadId --output text)
equal 'list-multipart-uploads' left "$(aws s3api list-multipart-uploads --bucket "$name" --query 'Uploads[].Key' --output text)"
succeeds 'abort-multipart-upload' aws s3api abort-multipart-upload --bucket "$name" --key left --upload-id "$upload"
refused 'abort-multipart-upload: again' NoSuchUpload aws s3api abort-multipart-upload --bucket "$name" --key left --upload-id "$upload"
succeeds 'put-bucket-tagging' aws s3api put-bucket-tagging --bucket "$name" --tagging 'TagSet=[{Key=team,Value=a}]'
equal 'get-bucket-tagging' $'team\ta' "$(aws s3api get-bucket-tagging --bucket "$name" --query 'TagSet[].[Key,Value]' --output text)"
equal 'get-public-access-block' True "$(aws s3api get-public-access-block --bucket "$name" --query PublicAccessBlockConfiguration.BlockPublicPolicy --output text)"
refused 'get-bucket-lifecycle-configuration' NoSuchLifecycleConfiguration aws s3api get-bucket-lifecycle-configuration --bucket "$name"
refused 'get-bucket-policy' NoSuchBucketPolicy aws s3api get-bucket-policy --bucket "$name"
refused 'copy-object: to itself' InvalidRequest aws s3api copy-object --bucket "$name" --key piped --copy-source "$name/piped"
succeeds 's3 rm: all' aws s3 rm --recursive "s3://$name"
succeeds 'wait bucket-exists' aws s3api wait bucket-exists --bucket "$name"
succeeds 's3 rb' aws s3 rb "s3://$name"

key=$(aws kms create-key --description cli --tags TagKey=team,TagValue=a --query KeyMetadata.KeyId --output text)
new=$(aws kms create-key --query KeyMetadata.KeyId --output text)
succeeds 'kms create-alias' aws kms create-alias --alias-name "alias/$name" --target-key-id "$key"
aws kms encrypt --key-id "alias/$name" --plaintext "fileb://$work/small" --encryption-context a=b --query CiphertextBlob --output text | base64 -d >"$work/sealed"
equal 'kms decrypt' small "$(aws kms decrypt --ciphertext-blob "fileb://$work/sealed" --encryption-context a=b --query Plaintext --output text | base64 -d)"
refused 'kms decrypt: another context' InvalidCiphertextException aws kms decrypt --ciphertext-blob "fileb://$work/sealed" --encryption-context a=B
aws kms re-encrypt --ciphertext-blob "fileb://$work/sealed" --source-encryption-context a=b --destination-key-id "$new" --query CiphertextBlob --output text | base64 -d >"$work/resealed"
equal 'kms re-encrypt' small "$(aws kms decrypt --key-id "$new" --ciphertext-blob "fileb://$work/resealed" --query Plaintext --output text | base64 -d)"
equal 'kms list-resource-tags' $'team\ta' "$(aws kms list-resource-tags --key-id "$key" --query 'Tags[].[TagKey,TagValue]' --output text)"
succeeds 'kms enable-key-rotation' aws kms enable-key-rotation --key-id "$key"
equal 'kms get-key-rotation-status' True "$(aws kms get-key-rotation-status --key-id "$key" --query KeyRotationEnabled --output text)"
equal 'kms get-key-policy' default "$(aws kms list-key-policies --key-id "$key" --query PolicyNames --output text)"
equal 'kms generate-random' 24 "$(aws kms generate-random --number-of-bytes 16 --query Plaintext --output text | tr -d '\n' | wc -c | tr -d ' ')"
succeeds 'kms disable-key' aws kms disable-key --key-id "$key"
refused 'kms decrypt: disabled' DisabledException aws kms decrypt --ciphertext-blob "fileb://$work/sealed" --encryption-context a=b
equal 'kms schedule-key-deletion' PendingDeletion "$(aws kms schedule-key-deletion --key-id "$key" --pending-window-in-days 7 --query KeyState --output text)"
refused 'kms enable-key: pending deletion' KMSInvalidStateException aws kms enable-key --key-id "$key"
succeeds 'kms cancel-key-deletion' aws kms cancel-key-deletion --key-id "$key"
equal 'kms describe-key' Disabled "$(aws kms describe-key --key-id "alias/$name" --query KeyMetadata.KeyState --output text)"

arn=arn:aws:iam::111122223333:role/reader
equal 'sts assume-role' arn:aws:sts::111122223333:assumed-role/reader/cli "$(aws sts assume-role --role-arn $arn --role-session-name cli --external-id an-id --query AssumedRoleUser.Arn --output text)"
refused 'sts assume-role: too long' ValidationError aws sts assume-role --role-arn $arn --role-session-name cli --duration-seconds 43201
printf '[profile reader]\nrole_arn = %s\nsource_profile = base\n[profile base]\naws_access_key_id = 000000000000\naws_secret_access_key = clusterwright-sandbox\n' $arn >"$work/config"
equal 'a profile that assumes a role' 111122223333 "$(env -u AWS_ACCESS_KEY_ID -u AWS_SECRET_ACCESS_KEY aws --profile reader sts get-caller-identity --query Account --output text)"
refused 'an unknown access key' InvalidClientTokenId env AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE aws sts get-caller-identity

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
