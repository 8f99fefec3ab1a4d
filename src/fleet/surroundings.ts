import type { Account, ControlPlane, ManagementNetwork, NodePool, Release } from '../model/fleet.js';
import { type DocumentSource, locate, type Place } from '../model/source.js';
import type { AccountDocument } from '../model/spec/account.generated.js';
import type { FleetDocument } from '../model/spec/fleet.generated.js';
import type { ReleaseDocument } from '../model/spec/release.generated.js';
import type { SpecDocument } from './documents.js';
import { type References, unknownReference } from './references.js';

/** What clusters are resolved against. */
export interface Surroundings {
  readonly references: References;
  /** Undefined when the Fleet document is missing or wrong: nothing is said about what it would decide. */
  readonly fleetWide: FleetWide | undefined;
}

/** Control planes and pools with their defaults, by their documents; without those that miss something. */
export interface SettledNodes {
  readonly controlPlanes: ReadonlyMap<SpecDocument, ControlPlane>;
  readonly nodePools: ReadonlyMap<SpecDocument, NodePool>;
}

/** What the Fleet document decides for all clusters. */
export interface FleetWide {
  readonly source: DocumentSource;
  readonly spec: FleetDocument['spec'];
  readonly defaults: NonNullable<FleetDocument['spec']['defaults']>;
  /** Undefined for a network whose account could not be resolved. */
  readonly networks: ReadonlyMap<string, ManagementNetwork | undefined>;
  readonly storeAccount: Account | undefined;
  /** Of the bucket behind the issuer of tokens; undefined without one, too. */
  readonly identityAccount: Account | undefined;
}

/** Resolves a reference to an account. */
export function accountAt(references: References, name: string, from: Place): Account | undefined {
  const spec = references.find('Account', name, from);
  return spec && accountOf(spec.document, spec.source);
}

/** The management network, `none`, or undefined if the name leads nowhere. */
export function connectedNetwork(
  references: References,
  { networks }: FleetWide,
  { name, from }: { name: string; from: Place },
): ManagementNetwork | 'none' | undefined {
  if (name === 'none') return 'none';
  if (networks.has(name)) return networks.get(name);
  references.report(unknownReference({ what: 'management network', name, known: [...networks.keys(), 'none'], from }));
  return undefined;
}

export function accountOf({ metadata, spec }: AccountDocument, source: DocumentSource): Account {
  return { ...spec, name: metadata.name, source };
}

export function release({ metadata, spec }: ReleaseDocument, source: DocumentSource): Release {
  return { ...spec, name: metadata.name, source };
}

/** CW1003: a field that neither the document nor the Fleet's defaults have. Nothing is said about defaults unread. */
export function missingField(
  field: string,
  { source, defaults }: { source: DocumentSource; defaults: keyof FleetWide['defaults'] },
  { references, fleetWide }: Surroundings,
): void {
  if (fleetWide === undefined) return;
  references.report({
    code: 'CW1003',
    severity: 'error',
    at: locate({ ...source, defaults: undefined }, `/spec/${field.replaceAll('.', '/')}`),
    path: `spec.${field}`,
    message: `missing field "${field.slice(field.lastIndexOf('.') + 1)}"`,
    hint: `set it here, or for all in the Fleet's spec.defaults.${defaults}.${field}`,
  });
}

export function byName<Named extends { readonly name: string }>(items: readonly Named[]): Named[] {
  return items.toSorted((a, b) => (a.name === b.name ? 0 : a.name < b.name ? -1 : 1));
}
