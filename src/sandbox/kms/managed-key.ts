import type { World } from '../world.js';
import { addAlias } from './aliases.js';
import { addKey } from './keys.js';
import type { KmsPlace } from './state.js';
import { kmsAt, saveKms } from './state.js';

const protects = { s3: 'S3 objects', ssm: 'SSM parameters' } as const;

/** The alias of the key that AWS manages for a service; on AWS, too, the key is made when it is used first. */
export async function managedKeyAlias(world: World, place: KmsPlace, service: keyof typeof protects): Promise<string> {
  const alias = `alias/aws/${service}`;
  const now = new Date();
  if (!kmsAt(world, place, now).aliases[alias]) {
    const key = addKey(world, place, now, {
      description: `Default key that protects my ${protects[service]} when no other key is defined`,
      policy: policyOf(place, service),
      bypassLockoutCheck: true,
      manager: 'AWS',
    });
    addAlias(world, place, { name: alias, keyId: key.id, now });
    await saveKms(world, place);
  }
  return alias;
}

/** It can be used by everybody in the account, through the service alone. */
function policyOf({ accountId, region }: KmsPlace, service: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Id: `auto-${service}-2`,
    Statement: [
      {
        Sid: `Allow access through ${service.toUpperCase()} for all principals in the account that are authorized to use ${service.toUpperCase()}`,
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
        Resource: '*',
        Condition: {
          StringEquals: { 'kms:CallerAccount': accountId, 'kms:ViaService': `${service}.${region}.amazonaws.com` },
        },
      },
      {
        Sid: 'Allow direct access to key metadata to the account',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: ['kms:Describe*', 'kms:Get*', 'kms:List*', 'kms:RevokeGrant'],
        Resource: '*',
      },
    ],
  });
}
