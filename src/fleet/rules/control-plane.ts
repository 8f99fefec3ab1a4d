import type { Finding } from '../../model/finding.js';
import type { ControlPlane } from '../../model/fleet.js';
import { mistake } from './mistake.js';

/** CW1025: master N lives in zone N. */
export function masterZones({ replicas, zones, source }: ControlPlane): Finding[] {
  if (zones.length === replicas) return [];
  const message = `replicas is ${replicas}, but zones lists ${zones.length}`;
  const hint = 'list one zone per master';
  return [mistake('CW1025', { source, pointer: '/spec/zones' }, { message, hint })];
}
