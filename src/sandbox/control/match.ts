import type { ServiceCall } from '../desk.js';
import { wildcard } from '../policy/wildcard.js';
import type { ResourceOperation } from '../resource-faults.js';
import type { Match } from './rule.js';

export function callMatcher(match: Match): (call: ServiceCall) => boolean {
  const fits = fitting(match);
  return ({ service, action, accountId, region, caller, resource }) => {
    const roleName = caller.principalArn.slice(caller.principalArn.lastIndexOf('/') + 1);
    return fits({
      service: [service],
      action: [action],
      accountId: [accountId],
      region: [region],
      role: [roleName, caller.principalArn, caller.arn],
      stack: service === 'cloudformation' && resource !== undefined ? [resource] : [],
      resource: resource === undefined ? [] : [resource],
    });
  };
}

export function resourceMatcher(match: Match): (where: ResourceOperation) => boolean {
  const fits = fitting(match);
  return ({ accountId, region, stackName, logicalId, type, verb }) =>
    (verb !== 'read' || match.operation !== undefined) &&
    fits({
      accountId: [accountId],
      region: [region],
      stack: [stackName],
      logicalId: [logicalId],
      type: [type],
      operation: [verb],
    });
}

/** For each thing that may be told its names, one of which has to fit. */
function fitting(match: Match): (names: Partial<Record<keyof Match, readonly string[]>>) => boolean {
  const patterns = Object.entries(match).map(
    ([what, pattern]) => [what as keyof Match, wildcard(pattern, 'i')] as const,
  );
  return names => patterns.every(([what, pattern]) => names[what]?.some(name => pattern.test(name)));
}
