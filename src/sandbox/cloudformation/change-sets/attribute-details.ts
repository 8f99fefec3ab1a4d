import { resolve } from '../../templates/resolve.js';
import type { Scope } from '../../templates/scope.js';
import type { ChangeDetail } from '../state.js';
import { isSame, shown } from './difference.js';

const attributes = ['Metadata', 'CreationPolicy', 'UpdatePolicy', 'DeletionPolicy', 'UpdateReplacePolicy'] as const;

/** Differences of what a template says beside a resource's properties. None of them replaces it. */
export function attributeDetails(logicalId: string, before: Scope, after: Scope): readonly ChangeDetail[] {
  return attributes.flatMap(attribute => {
    const old = resolve(before.template.Resources[logicalId]?.[attribute], before);
    const wanted = resolve(after.template.Resources[logicalId]?.[attribute], after);
    if (isSame(old, wanted)) return [];
    return [
      {
        attribute,
        name: undefined,
        path: `/${attribute}`,
        requiresRecreation: 'Never',
        before: shown(old),
        after: shown(wanted),
        changeType: changeType(old, wanted),
        evaluation: 'Static',
        source: 'DirectModification',
        causingEntity: undefined,
      },
    ];
  });
}

function changeType(before: unknown, after: unknown): ChangeDetail['changeType'] {
  if (before === undefined) return 'Add';
  return after === undefined ? 'Remove' : 'Modify';
}
