import type { Finding } from '../model/finding.js';
import type { Fleet } from '../model/fleet.js';
import { accountIds, accountRoles } from './rules/accounts.js';
import { allowLists } from './rules/allow-lists.js';
import { blockForm } from './rules/block-form.js';
import { blockSize, clusterPrefixes } from './rules/block-size.js';
import { wellFormed, writtenBlocks } from './rules/blocks.js';
import { masterZones } from './rules/control-plane.js';
import type { Declared } from './rules/declared.js';
import { delegation } from './rules/delegation.js';
import { freezes, requiredVersion, rings, signers, type WrittenFleet } from './rules/fleet-wide.js';
import { groupTags } from './rules/group-tags.js';
import { masterInstanceType, poolInstanceTypes, weightsBySize } from './rules/instance-types.js';
import { caBundle, sshKeys } from './rules/keys.js';
import { listNames } from './rules/list-names.js';
import { stackNames } from './rules/names.js';
import { withoutEffect } from './rules/no-effect.js';
import { withoutNat } from './rules/no-nat.js';
import { nodeLabels, taints } from './rules/node-labels.js';
import { oidcComplete, oidcPrefixes } from './rules/oidc.js';
import { overlaps } from './rules/overlaps.js';
import { accountPartition, accountRolesApart, peerable } from './rules/partitions.js';
import { driftIgnores, pauseAndDeletion, permissions } from './rules/permissions.js';
import { renewal, rotations } from './rules/pki.js';
import { podBlocks } from './rules/pod-blocks.js';
import { peerings, quotas } from './rules/quotas.js';
import { clusterRegion, fleetRegions } from './rules/regions.js';
import { flatcarOverride, releaseState } from './rules/release-state.js';
import { kubeletVersions, releases } from './rules/releases.js';
import { repeatedNames, secretNodes } from './rules/repeated.js';
import { scaling } from './rules/scaling.js';
import { secondaryBlocks } from './rules/secondary-blocks.js';
import { secretPaths } from './rules/secret-paths.js';
import { serviceAddresses } from './rules/service-addresses.js';
import { specialBlocks } from './rules/special-blocks.js';
import { heaviest, spot } from './rules/spot.js';
import { subnets } from './rules/subnets.js';
import { tags } from './rules/tags.js';
import { unknownMasterType, unknownPoolTypes } from './rules/unknown-instance-types.js';
import { etcdQuota, masterVolumes, nodeVolumes } from './rules/volumes.js';
import { rolePolicies, workloadRoles } from './rules/workload-identity.js';
import { zones } from './rules/zones.js';

/** What rules are checked against besides the documents. */
export interface RuleContext {
  readonly now: Date;
  /** Version of this clusterwright; undefined where it does not matter. */
  readonly version: string | undefined;
}

/**
 * What is wrong with documents that each follow their schema; docs/rules.md lists the rules. Clusters that could not be
 * resolved are missing from the fleet, and the fleet itself may be; what is declared is checked all the same.
 */
export function ruleFindings(fleet: Fleet | undefined, declared: Declared, context: RuleContext): readonly Finding[] {
  return [
    ...declaredFindings(declared, context),
    ...(fleet === undefined ? [] : fleetFindings(fleet, declared)),
    ...(fleet?.clusters ?? []).flatMap(cluster => clusterRules.flatMap(rule => rule(cluster, context.now))),
  ];
}

/** Rules of single documents, and of accounts among each other. */
function declaredFindings(declared: Declared, context: RuleContext): readonly Finding[] {
  const { fleet, accounts, controlPlanes, nodePools } = declared;
  return [
    ...(fleet === undefined ? [] : writtenFleetFindings(fleet, context)),
    ...accountIds(accounts),
    ...accounts.flatMap(accountRoles),
    ...accounts.flatMap(accountRolesApart),
    ...controlPlanes.flatMap(control => controlPlaneRules.flatMap(rule => rule(control))),
    ...nodePools.flatMap(pool => nodePoolRules.flatMap(rule => rule(pool))),
    ...nodePools.flatMap(pool => pauseAndDeletion(pool, context.now)),
  ];
}

function writtenFleetFindings(fleet: WrittenFleet, { now, version }: RuleContext): readonly Finding[] {
  return [
    ...listNames(fleet),
    ...fleetRegions(fleet),
    ...freezes(fleet, now),
    ...signers(fleet),
    ...requiredVersion(fleet, version),
  ];
}

const controlPlaneRules = [masterZones, masterVolumes, etcdQuota, masterInstanceType, unknownMasterType] as const;

const nodePoolRules = [
  poolInstanceTypes,
  weightsBySize,
  unknownPoolTypes,
  scaling,
  heaviest,
  spot,
  nodeLabels,
  taints,
  nodeVolumes,
] as const;

/** Rules about what documents say together. */
function fleetFindings(fleet: Fleet, declared: Declared): readonly Finding[] {
  const written = writtenBlocks(fleet, declared);
  const blocks = wellFormed(written);
  return [
    ...written.flatMap(blockForm),
    ...blocks.flatMap(blockSize),
    ...blocks.flatMap(specialBlocks),
    ...clusterPrefixes(fleet, declared),
    ...overlaps(blocks, declared),
    ...releases(fleet),
    ...kubeletVersions(fleet),
    ...stackNames(fleet),
    ...delegation(fleet),
    ...quotas(fleet),
    ...peerings(fleet),
    ...(declared.fleet === undefined ? [] : rings(declared.fleet, fleet.clusters)),
  ];
}

/** Rules about a cluster with all that belongs to it. */
const clusterRules: readonly ((cluster: Fleet['clusters'][number], now: Date) => readonly Finding[])[] = [
  subnets,
  serviceAddresses,
  podBlocks,
  secondaryBlocks,
  clusterRegion,
  zones,
  withoutNat,
  allowLists,
  oidcComplete,
  oidcPrefixes,
  caBundle,
  sshKeys,
  workloadRoles,
  rolePolicies,
  repeatedNames,
  secretNodes,
  secretPaths,
  rotations,
  renewal,
  tags,
  groupTags,
  peerable,
  accountPartition,
  releaseState,
  withoutEffect,
  permissions,
  driftIgnores,
  pauseAndDeletion,
  cluster => cluster.nodePools.flatMap(pool => flatcarOverride(cluster, pool)),
];
