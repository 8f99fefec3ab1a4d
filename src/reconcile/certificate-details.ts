import type { IssueRecord } from '../apply/secrets/issue-index.js';
import type { Fleet } from '../model/fleet.js';
import { names } from '../model/names.js';
import { type Generations, inUse, type RotatingName, rotatingNames, type SecretContent } from '../model/secrets.js';
import { leafGeneration } from '../pki/generation.js';
import { type CertificateEntry, certificateInventory } from '../pki/inventory.js';
import { sourcedPlan } from '../pki/offered-plan.js';
import { type RotationRolls, rotationRolls } from '../pki/rotation-rolls.js';
import { secretsNodes } from '../pki/secrets-plan.js';
import type { RotationStage } from '../plan/rotation-stage.js';
import type { ClusterCertificates } from './see-certificates.js';

/** Everything there is to say about a certificate or key that a cluster has in use. */
export interface CertificateDetails {
  readonly name: string;
  readonly kind: 'authority' | 'key' | 'leaf';
  /** Undefined for keys without a certificate. */
  readonly entry: CertificateEntry | undefined;
  /** Name and generation of the authority, of a leaf: `ca 1`. */
  readonly signedBy: string | undefined;
  /** Whether a Secret of the management cluster offers it in place of one of ours. */
  readonly isOffered: boolean;
  readonly issues: readonly IssueDetails[];
  /** Which nodes have it, and where. */
  readonly nodes: readonly { readonly node: string; readonly paths: readonly string[] }[];
  readonly rotation: { readonly stage: RotationStage; readonly rolls: RotationRolls } | undefined;
}

export interface IssueDetails {
  readonly generation: string;
  readonly isInUse: boolean;
  /** Key of the object in the store. */
  readonly object: string;
  /** Undefined if the index does not tell. */
  readonly record: IssueRecord | undefined;
}

/** Of a cluster with masters: what rotates first, then leaves. */
export function certificateDetails(
  fleet: Fleet,
  seen: ClusterCertificates & { readonly generations: Generations },
): readonly CertificateDetails[] {
  const { cluster, loadBalancers } = seen;
  const inventory = certificateInventory(fleet, cluster, { loadBalancers });
  const files = secretsNodes(cluster).map(node => ({ node, files: sourcedPlan(fleet, cluster, node).files }));
  const common = (name: string) => ({
    name,
    entry: inventory.find(entry => entry.name === name),
    nodes: files.flatMap(({ node, files }) => {
      const paths = files.filter(({ content }) => concerns(content, name)).map(({ path }) => path);
      return paths.length === 0 ? [] : [{ node, paths }];
    }),
    isOffered: files.some(({ files }) =>
      files.some(({ content }) => content.kind === 'offered' && content.of === name),
    ),
  });
  const rotating = rotatingNames.map(name => ({ ...common(name), ...rotatingDetails(name, fleet, seen) }));
  const leaves = inventory.filter(({ usage }) => usage !== 'authority');
  return [
    ...rotating,
    ...leaves.map(entry => ({ ...common(entry.name), ...leafDetails(entry, seen) })).map(withoutOffered),
  ];
}

/** What is offered is not in our store. */
function withoutOffered(details: CertificateDetails): CertificateDetails {
  return details.isOffered ? { ...details, signedBy: undefined, issues: [] } : details;
}

function concerns(content: SecretContent, name: string): boolean {
  if (content.kind === 'reference') return false;
  return content.kind === 'trust' ? content.of.some(other => other === name) : content.of === name;
}

type Seen = ClusterCertificates & { readonly generations: Generations };

function rotatingDetails(name: RotatingName, fleet: Fleet, seen: Seen) {
  const stage = seen.stages.find(other => other.name === name);
  const trusted = seen.generations.rotating[name];
  return {
    kind: name === 'service-account' || name === 'encryption' ? ('key' as const) : ('authority' as const),
    signedBy: undefined,
    issues: trusted.map(generation => issueDetails(name, String(generation), seen, generation === trusted[0])),
    rotation: stage && { stage, rolls: rotationRolls(fleet, seen.cluster, name) },
  };
}

function leafDetails(entry: CertificateEntry, seen: Seen) {
  const generation = leafGeneration(entry, seen.generations);
  return {
    kind: 'leaf' as const,
    signedBy: `${entry.issuer} ${inUse(seen.generations, entry.issuer)}`,
    issues: [issueDetails(entry.name, generation, seen, true)],
    rotation: undefined,
  };
}

function issueDetails(
  name: string,
  generation: string,
  { cluster, index }: ClusterCertificates,
  isInUse: boolean,
): IssueDetails {
  const record = index?.find(other => other.name === name && other.generation === generation);
  return { generation, isInUse, object: names.issueKey(cluster, name, generation), record };
}
