import type { StackInput } from '../../model/artifact.js';
import type { Cluster, Fleet, ManagementNetwork } from '../../model/fleet.js';
import { names } from '../../model/names.js';
import type { Located } from '../../template/located.js';
import { cidrPart, routeTablePart } from '../logical-id.js';
import { fromSpec } from '../stack-definition.js';
import { tccpOutputs } from './tccp.js';

/** In the management account: a route to a block of the cluster in each of the management network's tables. */
export function routesBack(fleet: Fleet, { routeTables, pointer }: ManagementNetwork, cidr: Located<string>) {
  // Keyed by table and block, so that adding one never moves another.
  return [...routeTables].sort().map(table => ({
    id: `Route${routeTablePart(table)}To${cidrPart(cidr.value)}`,
    table: fromSpec(table, fleet.source, `${pointer}/routeTables/${routeTables.indexOf(table)}`),
    cidr,
  }));
}

/** The peering that they go over. */
export function peeringId(cluster: Cluster): StackInput {
  return { from: 'output', stack: names.stackId(cluster, 'tccp'), name: tccpOutputs.peeringId };
}
