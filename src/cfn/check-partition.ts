import type { CfnTemplate } from '../model/artifact.js';
import { partitionOf } from '../model/partition.js';
import { pointerTo } from './pointer.js';
import { mistake, type TemplateFinding } from './template-finding.js';

/** Finds ARNs that are written out for another partition of AWS than the stack's region is in. */
export function checkPartition(template: CfnTemplate, region: string): readonly TemplateFinding[] {
  const own = partitionOf(region);
  const found: TemplateFinding[] = [];
  for (const section of ['Mappings', 'Resources', 'Outputs']) visit(template[section], `/${section}`, { own, found });
  return found;
}

interface Search {
  readonly own: string;
  readonly found: TemplateFinding[];
}

function visit(value: unknown, pointer: string, search: Search): void {
  if (typeof value === 'string') {
    const [, other] = /\barn:(aws[a-z-]*):/.exec(value) ?? [];
    if (other === undefined || other === search.own) return;
    const message = `an ARN of partition ${other}, where the region is of ${search.own}; \${AWS::Partition} is right in all`;
    search.found.push(mistake('CW3016', pointer, message));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) visit(member, pointerTo(pointer, key), search);
  }
}
