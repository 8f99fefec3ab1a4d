import type { RotationRolls } from '../pki/rotation-rolls.js';
import type { RotationStage } from '../plan/rotation-stage.js';

/** Where a rotation stands and what comes next; empty at rest. */
export function stageText(
  { trusted, next, unretired, name }: RotationStage,
  { cluster, isEverywhere }: { readonly cluster: string; readonly isEverywhere: boolean },
): string {
  const [used = 1, ...others] = trusted;
  const newer = others.find(other => other > used) ?? used + 1;
  const when = isEverywhere ? 'by the next apply' : 'when every node has the step before';
  switch (next) {
    case 'trust':
      return `${newer} is trusted ${when}`;
    case 'use':
      return `${newer} is trusted; used ${when}`;
    case 'drop':
      return `${used} is used; ${others.join(' and ')} dropped ${when}`;
    default:
      return unretired === undefined ? '' : `${used} is used; ${unretired} stays until certs retire ${cluster} ${name}`;
  }
}

/** Which nodes each step of a rotation replaces, as lines. */
export function rollsText({ trust, use }: RotationRolls): readonly string[] {
  return [
    `trust  all trust the new one    ${nodesText(trust)}`,
    `use    it signs or encrypts     ${nodesText(use)}`,
    `drop   the old one goes         ${nodesText(trust)}`,
  ];
}

/** `masters, pools batch and workers`; a rotation that no node has anything of rolls none. */
export function nodesText(nodes: readonly string[]): string {
  const pools = nodes.filter(node => !/^master-\d+$/.test(node));
  const masters = pools.length < nodes.length ? ['masters'] : [];
  const named = pools.length === 0 ? [] : [`pool${pools.length === 1 ? '' : 's'} ${pools.join(', ')}`];
  return [...masters, ...named].join(', ') || 'no node is replaced';
}
