import type { Finding } from '../../model/finding.js';
import type { Cluster } from '../../model/fleet.js';
import { partitionOf } from '../../model/partition.js';
import type { DocumentSource } from '../../model/source.js';
import { doubt, mistake } from './mistake.js';

/** CW1408: a role for pods is there to do something. */
export function workloadRoles({ workloadIdentity, source }: Cluster): Finding[] {
  return (workloadIdentity?.roles ?? []).flatMap(({ name, policies = [], statements = [] }, index) => {
    if (policies.length + statements.length > 0) return [];
    const place = { source, pointer: `/spec/workloadIdentity/roles/${index}` };
    return [doubt('CW1408', place, { message: `role ${name} may do nothing`, hint: 'list policies or statements' })];
  });
}

/** CW1405: somebody must vouch for the tokens of pods. */
export function nobodyVouches(source: DocumentSource): Finding {
  const message = 'the Fleet says nobody who vouches for the tokens of pods';
  const hint = 'set spec.workloadIdentity.issuerUrl in the Fleet';
  return mistake('CW1405', { source, pointer: '/spec/workloadIdentity/enabled' }, { message, hint });
}

/** CW1420: policies of roles for pods are of the partition that the cluster is in. */
export function rolePolicies({ workloadIdentity, region, source }: Cluster): Finding[] {
  const partition = partitionOf(region);
  return (workloadIdentity?.roles ?? []).flatMap(({ policies = [] }, index) =>
    policies.flatMap((arn, at) => {
      if (arn.split(':')[1] === partition) return [];
      const place = { source, pointer: `/spec/workloadIdentity/roles/${index}/policies/${at}` };
      const message = `the policy is in another partition of AWS than ${region}`;
      return [mistake('CW1420', place, { message, hint: `its ARN begins with arn:${partition}:` })];
    }),
  );
}
