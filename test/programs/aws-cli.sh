#!/bin/sh
# Checks that AWS CLI and boto3 work against a running sandbox:  sh test/programs/aws-cli.sh http://127.0.0.1:PORT
# Needs aws, and python3 with boto3, on the PATH.
set -eu

endpoint=${1:?usage: aws-cli.sh ENDPOINT}
folder=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

export AWS_ENDPOINT_URL="$endpoint" AWS_ACCESS_KEY_ID=777788889999 AWS_SECRET_ACCESS_KEY=clusterwright-sandbox
export AWS_REGION=eu-central-1 AWS_DEFAULT_REGION=eu-central-1 AWS_PAGER='' AWS_CONFIG_FILE="$work/config" AWS_EC2_METADATA_DISABLED=true
unset AWS_SESSION_TOKEN AWS_PROFILE || true
bucket=aws-cli-$$

expect() {
  if [ "$2" != "$3" ]; then
    echo "not ok: $1: expected '$2', got '$3'" >&2
    exit 1
  fi
  echo "ok: $1"
}

refused() {
  code=$1
  shift
  if output=$("$@" 2>&1); then
    echo "not ok: $* succeeded, expected $code" >&2
    exit 1
  fi
  case $output in
    *"($code)"*) echo "ok: $code" ;;
    *) echo "not ok: $*: expected $code, got: $output" >&2; exit 1 ;;
  esac
}

expect 'sts get-caller-identity' 777788889999 "$(aws sts get-caller-identity --query Account --output text)"
expect 'sts assume-role' arn:aws:sts::111122223333:assumed-role/apply/cli \
  "$(aws sts assume-role --role-arn arn:aws:iam::111122223333:role/apply --role-session-name cli --query AssumedRoleUser.Arn --output text)"
refused SignatureDoesNotMatch env AWS_SECRET_ACCESS_KEY=wrong aws sts get-caller-identity
refused InvalidClientTokenId env AWS_ACCESS_KEY_ID=AKIAUNKNOWN aws sts get-caller-identity

aws s3 mb "s3://$bucket" >/dev/null
head -c 200000 /dev/urandom > "$work/sent"
aws s3 cp --quiet "$work/sent" "s3://$bucket/folder/a file+%C3%A4 ä.bin"
aws s3 cp --quiet "s3://$bucket/folder/a file+%C3%A4 ä.bin" "$work/received"
cmp "$work/sent" "$work/received"
echo 'ok: s3 cp up and down'
expect 's3 ls' 'a file+%C3%A4 ä.bin' "$(aws s3 ls "s3://$bucket/folder/" | cut -c 32-)"
aws s3api put-object --bucket "$bucket" --key once --body "$work/sent" --if-none-match '*' >/dev/null
refused PreconditionFailed aws s3api put-object --bucket "$bucket" --key once --body "$work/sent" --if-none-match '*'
refused NoSuchKey aws s3api get-object --bucket "$bucket" --key missing "$work/none"
refused AccessDenied env AWS_ACCESS_KEY_ID=111122223333 aws s3api list-objects-v2 --bucket "$bucket"
refused NotImplemented aws s3api get-bucket-intelligent-tiering-configuration --bucket "$bucket" --id all
aws s3 rb --force "s3://$bucket" >/dev/null
refused NoSuchBucket aws s3api list-objects-v2 --bucket "$bucket"

key=$(aws kms create-key --query KeyMetadata.KeyId --output text)
printf 'a secret' > "$work/plain"
aws kms encrypt --key-id "$key" --plaintext "fileb://$work/plain" --encryption-context cluster=a --query CiphertextBlob --output text | base64 -d > "$work/cipher"
expect 'kms encrypt and decrypt' 'a secret' \
  "$(aws kms decrypt --ciphertext-blob "fileb://$work/cipher" --encryption-context cluster=a --query Plaintext --output text | base64 -d)"
refused InvalidCiphertextException aws kms decrypt --ciphertext-blob "fileb://$work/cipher" --encryption-context cluster=b
refused NotFoundException aws kms describe-key --key-id alias/missing
aws kms schedule-key-deletion --key-id "$key" --pending-window-in-days 7 >/dev/null

aws ssm put-parameter --name /cli/token --type SecureString --value 'very secret' >/dev/null
expect 'ssm get-parameter' 'very secret' \
  "$(aws ssm get-parameter --name /cli/token:1 --with-decryption --query Parameter.Value --output text)"
refused ParameterAlreadyExists aws ssm put-parameter --name /cli/token --type SecureString --value other
refused ParameterNotFound aws ssm get-parameter --name /cli/missing

cat >"$work/stack.yaml" <<'TEMPLATE'
Parameters:
  Name: { Type: String }
Resources:
  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Ref Name } }
Outputs:
  Topic: { Value: !Ref Topic }
TEMPLATE
deploy() {
  aws cloudformation deploy --stack-name cli --template-file "$work/stack.yaml" --no-fail-on-empty-changeset \
    --parameter-overrides "Name=$1" >"$work/deployed"
}
deploy one
expect 'cloudformation deploy creates' CREATE_COMPLETE \
  "$(aws cloudformation describe-stacks --stack-name cli --query 'Stacks[0].StackStatus' --output text)"
deploy two
expect 'cloudformation deploy updates' two \
  "$(aws cloudformation describe-stacks --stack-name cli --query 'Stacks[0].Parameters[0].ParameterValue' --output text)"
deploy two
expect 'cloudformation deploy finds nothing to do' 'No changes to deploy. Stack cli is up to date' "$(tail -n 1 "$work/deployed")"
refused ValidationError aws cloudformation update-stack --stack-name cli --use-previous-template --parameters ParameterKey=Name,UsePreviousValue=true
aws cloudformation delete-stack --stack-name cli
aws cloudformation wait stack-delete-complete --stack-name cli
refused ValidationError aws cloudformation describe-stacks --stack-name cli

python3 "$folder/boto3_check.py"
