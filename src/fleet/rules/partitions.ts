import type { Finding } from '../../model/finding.js';
import type { Account, Cluster } from '../../model/fleet.js';
import { partitionOf } from '../../model/partition.js';
import { doubt, mistake } from './mistake.js';

/** CW1414: VPCs are peered within a partition of AWS: China and GovCloud are worlds of their own. */
export function peerable({ region, connect, source }: Cluster): Finding[] {
  if (connect === undefined || partitionOf(connect.region) === partitionOf(region)) return [];
  const message = `${region} cannot be peered with management network ${connect.name} in ${connect.region}: they are in different partitions of AWS`;
  const hint = 'take a management network of the same partition, or none';
  return [mistake('CW1414', { source, pointer: '/spec/region' }, { message, hint })];
}

/** CW1415: an account is in one partition, and its clusters are in regions of it. */
export function accountPartition({ account, region, source }: Cluster): Finding[] {
  const partition = account.roles.apply.split(':')[1] ?? '';
  if (partition === partitionOf(region)) return [];
  const message = `account ${account.name} has roles in partition ${partition}, but ${region} is in ${partitionOf(region)}`;
  const hint = 'take an account of the same partition, or correct the ARNs of its roles';
  return [mistake('CW1415', { source, pointer: '/spec/region' }, { message, hint })];
}

/** CW1103: all roles of an account are in one partition, and each is for one purpose. */
export function accountRolesApart({ roles, source }: Account): Finding[] {
  const partition = roles.plan.split(':')[1];
  return (['apply', 'service'] as const).flatMap(use => {
    const place = { source, pointer: `/spec/roles/${use}` };
    if (roles[use].split(':')[1] !== partition) {
      const message = `the role is in another partition than the plan role, which is in ${partition}`;
      return [mistake('CW1103', place, { message, hint: 'an account is in one partition of AWS' })];
    }
    const hint = 'make a role for each';
    if (roles[use] === roles.plan) {
      return [
        doubt('CW1103', place, { message: `the ${use} role is the plan role, too: whoever plans could apply`, hint }),
      ];
    }
    if (use === 'apply' || roles.service !== roles.apply) return [];
    const message = 'the service role is the apply role, too: whoever applies could do all that CloudFormation does';
    return [doubt('CW1103', place, { message, hint })];
  });
}
