import type { Finding } from '../../model/finding.js';
import type { NodePool } from '../../model/fleet.js';
import { mistake } from './mistake.js';

/** CW1023 and CW1024: a pool's numbers of nodes fit together. */
export function scaling({ scaling: { min, max }, instances, source }: NodePool): Finding[] {
  const findings: Finding[] = [];
  if (min > max) {
    const said = { message: `min is ${min}, above max ${max}`, hint: `lower min to ${max} or raise max` };
    findings.push(mistake('CW1023', { source, pointer: '/spec/scaling/min' }, said));
  }
  const { base } = instances.onDemand;
  if (base > max) {
    const message = `${base} nodes are to be on demand, but max is ${max}`;
    const said = { message, hint: `lower base to ${max} or raise spec.scaling.max` };
    findings.push(mistake('CW1024', { source, pointer: '/spec/instances/onDemand/base' }, said));
  }
  return findings;
}
