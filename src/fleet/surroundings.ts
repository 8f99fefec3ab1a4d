import type { Account, ManagementNetwork, Release } from '../model/fleet.js';
import type { DocumentSource } from '../model/source.js';
import type { AccountDocument } from '../model/spec/account.generated.js';
import type { FleetDocument } from '../model/spec/fleet.generated.js';
import type { ReleaseDocument } from '../model/spec/release.generated.js';
import { type References, type Referrer, unknownReference } from './references.js';

/** What clusters are resolved against. */
export interface Surroundings {
  readonly references: References;
  /** Undefined when the Fleet document is missing or wrong: nothing is said about what it would decide. */
  readonly fleetWide: FleetWide | undefined;
}

/** What the Fleet document decides for all clusters. */
export interface FleetWide {
  readonly source: DocumentSource;
  readonly defaults: NonNullable<NonNullable<FleetDocument['spec']['defaults']>['cluster']>;
  /** Undefined for a network whose account could not be resolved. */
  readonly networks: ReadonlyMap<string, ManagementNetwork | undefined>;
  readonly storeAccount: Account | undefined;
}

/** Resolves a reference to an account. */
export function accountAt(references: References, name: string, from: Referrer): Account | undefined {
  const spec = references.find('Account', name, from);
  return spec && accountOf(spec.document, spec.source);
}

/** The management network, `none`, or undefined if the name leads nowhere. */
export function connectedNetwork(
  references: References,
  { networks }: FleetWide,
  { name, from }: { name: string; from: Referrer },
): ManagementNetwork | 'none' | undefined {
  if (name === 'none') return 'none';
  if (networks.has(name)) return networks.get(name);
  references.report(unknownReference({ what: 'management network', name, known: [...networks.keys(), 'none'], from }));
  return undefined;
}

export function accountOf({ metadata, spec }: AccountDocument, source: DocumentSource): Account {
  return { name: metadata.name, id: spec.id, externalId: spec.externalId, roles: spec.roles, source };
}

export function release({ metadata, spec }: ReleaseDocument, source: DocumentSource): Release {
  return { name: metadata.name, kubernetes: spec.kubernetes, flatcar: spec.flatcar, source };
}

export function byName<Named extends { readonly name: string }>(items: readonly Named[]): Named[] {
  return items.toSorted((a, b) => (a.name === b.name ? 0 : a.name < b.name ? -1 : 1));
}
