import type { Fleet } from '../model/fleet.js';
import type { CertificatesDocument } from '../model/spec/certificates.generated.js';
import { leafDates } from '../pki/renewal.js';
import { type CertificateDetails, certificateDetails, type IssueDetails } from '../reconcile/certificate-details.js';
import {
  type ClusterCertificates,
  daysUntil,
  isWaiting,
  type SeenCertificates,
} from '../reconcile/see-certificates.js';
import { findingDocument } from './findings-document.js';

type ClusterDocument = CertificatesDocument['clusters'][number];
type CertificateDocument = ClusterDocument['certificates'][number];

/** What is in use as data for other programs, after schemas/certificates.schema.json. Absent values are left out. */
export function certsDocument(
  fleet: Fleet,
  seen: SeenCertificates,
  { toolVersion, name }: { readonly toolVersion: string; readonly name?: string | undefined },
): CertificatesDocument {
  const document: CertificatesDocument = {
    apiVersion: 'clusterwright.io/v1alpha1',
    kind: 'Certificates',
    toolVersion,
    fleet: fleet.name,
    clusters: seen.clusters.map(cluster => clusterDocument(fleet, cluster, { today: seen.today, name })),
    findings: seen.findings.map(findingDocument),
  };
  // JSON has no undefined, and the schema says absent.
  return JSON.parse(JSON.stringify(document)) as CertificatesDocument;
}

function clusterDocument(
  fleet: Fleet,
  seen: ClusterCertificates,
  { today, name }: { readonly today: string; readonly name: string | undefined },
) {
  const { cluster, generations, problem, indexProblem, behind } = seen;
  const state = generations === undefined ? (problem === undefined ? 'no-masters' : 'unknown') : 'in-use';
  const details = generations === undefined ? [] : certificateDetails(fleet, { ...seen, generations });
  return {
    cluster: cluster.name,
    state,
    problem: (problem ?? indexProblem)?.message,
    waiting: isWaiting(seen),
    behind: behind.length === 0 ? undefined : [...behind],
    leaves: generations === undefined ? undefined : leavesDocument(generations.leaves, seen, today),
    certificates: details.filter(one => name === undefined || one.name === name).map(certificateDocument),
  } as ClusterDocument;
}

function leavesDocument(day: string, { isDue }: ClusterCertificates, today: string) {
  const { renewal, end } = leafDates(day);
  return { day, renewal, end, daysLeft: daysUntil(end, today), due: isDue };
}

function certificateDocument({ name, kind, entry, signedBy, isOffered, issues, nodes, rotation }: CertificateDetails) {
  return {
    name,
    kind,
    offered: isOffered ? true : undefined,
    usage: entry?.usage,
    signedBy,
    commonName: entry?.commonName,
    organizations: filled(entry?.organizations),
    dnsNames: filled(entry?.dnsNames),
    ipAddresses: filled(entry?.ipAddresses),
    issues: issues.map(issueDocument),
    nodes,
    rotation: rotation && {
      wanted: rotation.stage.wanted,
      next: rotation.stage.next,
      unretired: rotation.stage.unretired,
      rolls: rotation.rolls,
    },
  } as CertificateDocument;
}

function issueDocument({ generation, isInUse, object, record }: IssueDetails) {
  const { fingerprint, serialNumber, notBefore, notAfter } = record ?? {};
  return { generation, inUse: isInUse, object, fingerprint, serialNumber, notBefore, notAfter };
}

function filled(list: readonly string[] | undefined): readonly string[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}
