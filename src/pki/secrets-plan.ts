import { AppError } from '../errors.js';
import type { Cluster } from '../model/fleet.js';
import { masterNode, masterRole } from '../model/names.js';
import type { Dependence, RotatingName, SecretContent, SecretFile, SecretsPlan } from '../model/secrets.js';
import { bootstrapName, type CertificateEntry, etcdName } from './inventory.js';

/** The secret files of a node: `master-<n>`, or the name of one of the cluster's pools. */
export function secretsPlan(cluster: Cluster, node: string): SecretsPlan {
  const member = Array.from({ length: cluster.controlPlane.replicas }, (_, index) => index + 1).find(
    number => masterNode(number) === node,
  );
  if (member !== undefined) {
    const files = [...masterFiles(member), ...referredFiles(cluster, 'control-plane')];
    return { role: masterRole, node, files, later: [] };
  }
  if (cluster.nodePools.some(({ name }) => name === node)) {
    // Nodes that are there keep what the old kubelet CA signed: only new ones ask the new one.
    return { role: node, node, files: [...workerFiles(node), ...referredFiles(cluster, node)], later: ['kubelet-ca'] };
  }
  throw new AppError('unknown-secrets-node', `cluster ${cluster.name} has no nodes ${node}`, { kind: 'internal' });
}

/** Nodes of a cluster that have a bundle of their own: each master, and each pool. */
export function secretsNodes(cluster: Cluster): readonly string[] {
  const masters = Array.from({ length: cluster.controlPlane.replicas }, (_, index) => masterNode(index + 1));
  return [...masters, ...cluster.nodePools.map(({ name }) => name)];
}

const pki = '/etc/kubernetes/pki';

function masterFiles(member: number): readonly SecretFile[] {
  return [
    file(`${pki}/ca.crt`, { kind: 'trust', of: ['ca'] }),
    // Nodes and admins are clients of the API, too, each vouched for by an authority of their own.
    file(`${pki}/client-ca.crt`, { kind: 'trust', of: ['ca', 'kubelet-ca', 'admin-ca'] }),
    ...pair(`${pki}/apiserver`, 'api'),
    ...pair(`${pki}/apiserver-kubelet-client`, 'apiserver-kubelet-client'),
    ...pair(`${pki}/apiserver-etcd-client`, 'apiserver-etcd-client'),
    file(`${pki}/front-proxy-ca.crt`, { kind: 'trust', of: ['front-proxy-ca'] }),
    ...pair(`${pki}/front-proxy-client`, 'front-proxy-client'),
    ...pair(`${pki}/controller-manager`, 'controller-manager'),
    ...pair(`${pki}/scheduler`, 'scheduler'),
    ...pair(`${pki}/addons`, 'addons'),
    file(`${pki}/kubelet-ca.crt`, { kind: 'trust', of: ['kubelet-ca'] }),
    file(`${pki}/kubelet-signer.crt`, { kind: 'authority', of: 'kubelet-ca' }),
    file(`${pki}/kubelet-signer.key`, { kind: 'signing-key', of: 'kubelet-ca' }),
    file(`${pki}/service-account.pub`, { kind: 'public-keys', of: 'service-account' }),
    file(`${pki}/service-account.key`, { kind: 'signing-key', of: 'service-account' }),
    file(`${pki}/encryption.json`, { kind: 'encryption-config', of: 'encryption' }),
    file(`${pki}/etcd/ca.crt`, { kind: 'trust', of: ['etcd-ca'] }),
    ...pair(`${pki}/etcd/member`, etcdName(member)),
  ];
}

function workerFiles(pool: string): readonly SecretFile[] {
  return [file(`${pki}/ca.crt`, { kind: 'trust', of: ['ca'] }), ...pair(`${pki}/bootstrap`, bootstrapName(pool))];
}

/** `nodes` is `control-plane` or the name of a pool. Without a list of nodes a secret is for all. */
function referredFiles({ secrets }: Cluster, nodes: string): readonly SecretFile[] {
  return secrets
    .filter(secret => secret.nodes === undefined || secret.nodes.includes(nodes))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, path }) => file(path, { kind: 'reference', of: name }));
}

function pair(path: string, certificate: string): readonly SecretFile[] {
  return [
    file(`${path}.crt`, { kind: 'certificate', of: certificate }),
    file(`${path}.key`, { kind: 'key', of: certificate }),
  ];
}

function file(path: string, content: SecretContent): SecretFile {
  return { path, mode: 0o400, content };
}

/** The certificate whose key a file holds, if it does: both must fit. */
export function certificateOfKey({ files }: SecretsPlan, { content }: SecretFile): SecretFile | undefined {
  const { kind, of } = content;
  if (kind === 'offered' && content.part === 'key') {
    return files.find(
      ({ content: other }) => other.kind === 'offered' && other.of === of && other.part === 'certificate',
    );
  }
  if (kind === 'key') return files.find(other => other.content.kind === 'certificate' && other.content.of === of);
  if (kind !== 'signing-key') return undefined;
  return files.find(other => other.content.kind === 'authority' && other.content.of === of);
}

/** What a node depends on of everything that rotates: by its files, by who signed them, and by who will sign for it. */
export function dependenceOf(plan: SecretsPlan, inventory: readonly CertificateEntry[]): Dependence {
  const contents = plan.files.map(({ content }) => content);
  return {
    trusted: new Set(contents.flatMap(trustedBy)),
    used: new Set([...plan.later, ...contents.flatMap(content => usedBy(content, inventory))]),
  };
}

function trustedBy(content: SecretContent): readonly RotatingName[] {
  switch (content.kind) {
    case 'trust':
      return content.of;
    case 'public-keys':
    case 'encryption-config':
      return [content.of];
    default:
      return [];
  }
}

function usedBy(content: SecretContent, inventory: readonly CertificateEntry[]): readonly RotatingName[] {
  switch (content.kind) {
    case 'certificate':
    case 'key':
      return inventory.flatMap(({ name, issuer }) => (name === content.of ? [issuer] : []));
    case 'authority':
    case 'signing-key':
    case 'encryption-config':
      return [content.of];
    default:
      return [];
  }
}
