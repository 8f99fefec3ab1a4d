import type { Colors as Colours } from 'picocolors/types.js';
import { type CertificateEntry, isAuthority } from '../pki/inventory.js';
import type { CertificateDetails, IssueDetails } from '../reconcile/certificate-details.js';
import type { ClusterCertificates } from '../reconcile/see-certificates.js';
import { daysText } from './certs-text.js';
import { nodesText, rollsText, stageText } from './rotation-text.js';
import { columns } from './text.js';

export interface Explained {
  readonly seen: ClusterCertificates;
  readonly details: readonly CertificateDetails[];
  /** UTC day. */
  readonly today: string;
}

/** Everything about certificates and keys, one after the other. */
export function explainText({ seen, details, today }: Explained, paint: Colours): string {
  const blocks = details.map(one => {
    const head = `${paint.bold(one.name)}   ${kindText(one)}`;
    const rows = [...contentRows(one), ...issueRows(one, today), ...nodeRows(one), ...changeRows(one, seen)];
    return `${head}\n${columns(rows, { indent: 2, gap: 2 })}`;
  });
  return `${blocks.join('\n\n')}\n`;
}

const purposes = {
  ca: 'authority of the API, and of the components that talk to it',
  'etcd-ca': 'authority of members of etcd, and of the API server as their client',
  'front-proxy-ca': 'authority of the API server when it speaks for others',
  'kubelet-ca': 'authority of nodes: masters sign their kubelets with it',
  'admin-ca': 'authority of people: clusterwright kubeconfig signs with it',
  'service-account': 'key pair that signs tokens of service accounts',
  encryption: 'key that encrypts Secrets in etcd',
} as const;

function kindText({ rotation, entry }: CertificateDetails): string {
  if (rotation !== undefined) return purposes[rotation.stage.name];
  const usage = entry?.usage === 'peer' ? 'server and client' : (entry?.usage ?? '');
  return `certificate for a ${usage}`;
}

type Row = readonly string[];

function contentRows({ entry, signedBy, isOffered }: CertificateDetails): readonly Row[] {
  if (entry === undefined) return isOffered ? [offered] : [];
  const names = [...entry.dnsNames, ...entry.ipAddresses];
  return [
    ['subject', isAuthority(entry) ? `${subject(entry)} <generation>` : subject(entry)],
    ...names.map((name, index) => [index === 0 ? 'names' : '', name]),
    ...(isOffered ? [offered] : [['signed by', signedBy ?? 'itself']]),
  ];
}

const offered: Row = ['offered', 'by a Secret of the management cluster; masters use that one'];

function subject({ commonName, organizations }: CertificateEntry): string {
  return [...organizations.map(name => `O=${name}`), `CN=${commonName}`].join(', ');
}

function issueRows({ issues }: CertificateDetails, today: string): readonly Row[] {
  return issues.flatMap(({ generation, isInUse, object, record }) => [
    ['generation', `${generation}${isInUse ? ', in use' : ', trusted'}`],
    ...recordRows(record, today),
    ['store', object],
  ]);
}

function recordRows(record: IssueDetails['record'], today: string): readonly Row[] {
  if (record === undefined) return [['', 'the index does not tell more']];
  const { notBefore, notAfter, fingerprint, serialNumber } = record;
  return [
    ...(notBefore === undefined || notAfter === undefined
      ? []
      : [
          ['valid from', notBefore],
          ['until', `${notAfter} (${daysText(notAfter.slice(0, 10), today)})`],
        ]),
    ...(serialNumber === undefined ? [] : [['serial', serialNumber]]),
    ...(fingerprint === undefined ? [] : [['sha256', fingerprint]]),
  ];
}

function nodeRows({ nodes }: CertificateDetails): readonly Row[] {
  if (nodes.length === 0) return [['on', 'no node']];
  return nodes.flatMap(({ node, paths }) => paths.map((path, index) => [index === 0 ? `on ${node}` : '', path]));
}

function changeRows(
  { name, rotation, nodes, signedBy, isOffered }: CertificateDetails,
  seen: ClusterCertificates,
): readonly Row[] {
  const cluster = seen.cluster.name;
  if (rotation === undefined) {
    if (isOffered) return [];
    const [authority] = (signedBy ?? '').split(' ');
    return [
      [
        'renewal',
        `with all leaves of the cluster: ${nodesText(nodes.map(({ node }) => node))}, and all others, are replaced`,
      ],
      ['rotation', `with ${authority}`],
    ];
  }
  const stage = stageText(rotation.stage, { cluster, isEverywhere: seen.isEverywhere });
  return [
    ['rotation', stage === '' ? `at rest; clusterwright certs rotate ${cluster} ${name} begins one` : stage],
    ...rollsText(rotation.rolls).map(line => ['', line]),
  ];
}
