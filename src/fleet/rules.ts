import type { Finding } from '../model/finding.js';
import type { Fleet } from '../model/fleet.js';
import { accountIds, accountRoles } from './rules/accounts.js';
import { blockForm } from './rules/block-form.js';
import { blockSize, clusterPrefixes } from './rules/block-size.js';
import { wellFormed, writtenBlocks } from './rules/blocks.js';
import { etcdVolume, masterZones } from './rules/control-plane.js';
import type { Declared } from './rules/declared.js';
import { masterInstanceType, poolInstanceTypes } from './rules/instance-types.js';
import { listNames } from './rules/list-names.js';
import { overlaps } from './rules/overlaps.js';
import { releases } from './rules/releases.js';
import { scaling } from './rules/scaling.js';
import { serviceAddresses } from './rules/service-addresses.js';
import { subnets } from './rules/subnets.js';
import { zones } from './rules/zones.js';

/**
 * What is wrong with documents that each follow their schema; docs/rules.md lists the rules. Clusters that could not be
 * resolved are missing from the fleet, and the fleet itself may be; what is declared is checked all the same.
 */
export function ruleFindings(fleet: Fleet | undefined, declared: Declared): readonly Finding[] {
  return [...declaredFindings(declared), ...(fleet === undefined ? [] : fleetFindings(fleet, declared))];
}

/** Rules of single documents, and of accounts among each other. */
function declaredFindings({ accounts, controlPlanes, nodePools }: Declared): readonly Finding[] {
  return [
    ...accountIds(accounts),
    ...accounts.flatMap(accountRoles),
    ...controlPlanes.flatMap(masterZones),
    ...controlPlanes.flatMap(etcdVolume),
    ...controlPlanes.flatMap(masterInstanceType),
    ...nodePools.flatMap(poolInstanceTypes),
    ...nodePools.flatMap(scaling),
  ];
}

/** Rules about what documents say together. */
function fleetFindings(fleet: Fleet, declared: Declared): readonly Finding[] {
  const { clusters } = fleet;
  const written = writtenBlocks(fleet, declared);
  const blocks = wellFormed(written);
  return [
    ...listNames(fleet, declared),
    ...written.flatMap(blockForm),
    ...blocks.flatMap(blockSize),
    ...clusterPrefixes(fleet, declared),
    ...overlaps(blocks, declared),
    ...clusters.flatMap(subnets),
    ...clusters.flatMap(serviceAddresses),
    ...clusters.flatMap(zones),
    ...releases(fleet),
  ];
}
