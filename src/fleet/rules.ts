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
 * What is wrong with a fleet whose documents each follow their schema; docs/rules.md lists the rules. Some clusters may
 * be missing from the fleet, because they could not be resolved.
 */
export function ruleFindings(fleet: Fleet, declared: Declared): readonly Finding[] {
  const { clusters } = fleet;
  const pools = clusters.flatMap(cluster => cluster.nodePools);
  const masters = clusters.map(cluster => cluster.controlPlane);
  const written = writtenBlocks(fleet, declared);
  const blocks = wellFormed(written);
  return [
    ...listNames(fleet, declared),
    ...accountIds(declared.accounts),
    ...declared.accounts.flatMap(accountRoles),
    ...written.flatMap(blockForm),
    ...blocks.flatMap(blockSize),
    ...clusterPrefixes(fleet, declared),
    ...overlaps(blocks, declared),
    ...clusters.flatMap(subnets),
    ...clusters.flatMap(serviceAddresses),
    ...clusters.flatMap(zones),
    ...masters.flatMap(masterZones),
    ...masters.flatMap(etcdVolume),
    ...clusters.flatMap(masterInstanceType),
    ...pools.flatMap(poolInstanceTypes),
    ...pools.flatMap(scaling),
    ...releases(fleet),
  ];
}
