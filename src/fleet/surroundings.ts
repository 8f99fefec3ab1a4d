import type { Account, ManagementNetwork, Release } from '../model/fleet.js';
import type { DocumentSource } from '../model/source.js';
import type { AccountDocument } from '../model/spec/account.generated.js';
import type { FleetDocument } from '../model/spec/fleet.generated.js';
import type { ReleaseDocument } from '../model/spec/release.generated.js';
import type { References } from './references.js';

/** What clusters are resolved against. */
export interface Surroundings {
  readonly references: References;
  readonly defaults: NonNullable<NonNullable<FleetDocument['spec']['defaults']>['cluster']>;
  /** Undefined for a network whose account could not be resolved. */
  readonly networks: ReadonlyMap<string, ManagementNetwork | undefined>;
}

/** Resolves a reference to an account. */
export function accountAt(
  references: References,
  name: string,
  source: DocumentSource,
  pointer: string,
): Account | undefined {
  const spec = references.find('Account', name, { source, pointer });
  return spec && account(spec.document, spec.source);
}

function account({ metadata, spec }: AccountDocument, source: DocumentSource): Account {
  return { name: metadata.name, id: spec.id, externalId: spec.externalId, roles: spec.roles, source };
}

export function release({ metadata, spec }: ReleaseDocument, source: DocumentSource): Release {
  return { name: metadata.name, kubernetes: spec.kubernetes, flatcar: spec.flatcar, source };
}

export function byName<Named extends { readonly name: string }>(items: readonly Named[]): Named[] {
  return items.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
