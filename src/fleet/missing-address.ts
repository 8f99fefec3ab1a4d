import type { Finding } from '../model/finding.js';
import type { Kind } from './kinds.js';
import { textAt } from './unread.js';

/** The finding; if it is about a block of addresses that is missing or empty, with the command that picks one. */
export function withAllocateHint(finding: Finding, kind: Kind, value: unknown): Finding {
  const isMissing = finding.code === 'CW1003' || (finding.code === 'CW1004' && finding.message.endsWith('is empty'));
  if (!isMissing || !addressFields[kind]?.test(finding.path)) return finding;
  const cluster = kind === 'Cluster' ? textAt(value, 'metadata', 'name') : textAt(value, 'spec', 'cluster');
  const hint = `clusterwright allocate${cluster === undefined ? '' : ` ${cluster}`} picks the next free block`;
  return { ...finding, hint };
}

const addressFields: Partial<Record<Kind, RegExp>> = {
  Cluster: /^spec\.network\.(cidr|zones\[\d+\]\.cidr)$/,
  NodePool: /^spec\.(cidr|zones\[\d+\]\.cidr)$/,
};
