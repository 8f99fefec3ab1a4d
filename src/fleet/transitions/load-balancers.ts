import type { Finding } from '../../model/finding.js';
import type { Cluster } from '../../model/fleet.js';
import { mistake } from '../rules/mistake.js';
import type { Kept } from './transition.js';

/** CW1611: CloudFormation cannot delete a load balancer that is still protected when its update begins. */
export function protectedLoadBalancer({ before, after }: Kept<Cluster>): Finding[] {
  if (before.api.public === undefined || after.api.public !== undefined || !before.api.deletionProtection) return [];
  const message = 'the public load balancer cannot go: it is protected from deletion';
  const hint =
    'keep spec.api.public, set spec.api.deletionProtection: false in a commit of its own, and take it away once that is applied';
  return [mistake('CW1611', { source: after.source, pointer: '/spec/api' }, { message, hint })];
}
