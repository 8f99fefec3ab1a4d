import { blockAddress, readCidr } from '../model/cidr.js';
import type { Cluster, Fleet } from '../model/fleet.js';
import { names } from '../model/names.js';
import type { RotatingName } from '../model/secrets.js';
import { leafLifetimeDays } from './renewal.js';

/** A certificate as decided data: everything that goes into it except key, serial number and dates. */
export interface CertificateEntry {
  /** Unique in the cluster, for example `api`. */
  readonly name: string;
  /** `peer` is server and client in one. */
  readonly usage: 'authority' | 'server' | 'client' | 'peer';
  /** The authority that signs it; a root signs itself. */
  readonly issuer: AuthorityName;
  readonly commonName: string;
  readonly organizations: readonly string[];
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly lifetimeDays: number;
}

export type AuthorityName = Exclude<RotatingName, 'service-account' | 'encryption'>;

/** What the inventory depends on besides the specs. */
export interface InventoryContext {
  /** Names of the API's load balancers, by which it is reached without Route 53; empty with it. */
  readonly loadBalancers: readonly string[];
}

/**
 * One authority for each thing that may be trusted, so that what one has signed is nothing to another: with a common
 * one, a bootstrap certificate from any node would open etcd.
 */
const authorities: Readonly<Record<AuthorityName, string>> = {
  ca: 'cluster CA',
  'etcd-ca': 'etcd CA',
  'front-proxy-ca': 'front proxy CA',
  'kubelet-ca': 'kubelet CA',
  'admin-ca': 'admin CA',
};

const authorityLifetimeDays = 3650;

/** Groups of certificates that are not Kubernetes' own; the add-ons bind them to roles. */
export const groups = { kubeletClients: 'clusterwright:kubelet-clients' } as const;

/** Every certificate of a cluster, authorities first. */
export function certificateInventory(
  fleet: Fleet,
  cluster: Cluster,
  { loadBalancers }: InventoryContext,
): readonly CertificateEntry[] {
  return [
    ...Object.keys(authorities).map(name => authorityEntry(fleet, cluster, name as AuthorityName)),
    apiEntry(fleet, cluster, loadBalancers),
    client('apiserver-kubelet-client', 'ca', 'kube-apiserver-kubelet-client', [groups.kubeletClients]),
    client('apiserver-etcd-client', 'etcd-ca', 'kube-apiserver-etcd-client'),
    client('front-proxy-client', 'front-proxy-ca', 'front-proxy-client'),
    client('controller-manager', 'ca', 'system:kube-controller-manager'),
    client('scheduler', 'ca', 'system:kube-scheduler'),
    // Applies the add-ons, RBAC among them, so no role can be bound to it beforehand.
    client('addons', 'ca', 'clusterwright-addons', ['system:masters']),
    ...Array.from({ length: cluster.controlPlane.replicas }, (_, index) => etcdEntry(fleet, cluster, index + 1)),
    // One per pool, so that one pool's leaked key can be told apart and replaced alone.
    ...cluster.nodePools.map(({ name }) =>
      client(bootstrapName(name), 'ca', bootstrapName(name), ['system:bootstrappers']),
    ),
  ];
}

export function isAuthority({ usage }: Pick<CertificateEntry, 'usage'>): boolean {
  return usage === 'authority';
}

export function authorityEntry(fleet: Pick<Fleet, 'name'>, cluster: Pick<Cluster, 'name'>, name: AuthorityName) {
  return {
    name,
    usage: 'authority',
    issuer: name,
    commonName: `${cluster.name} ${authorities[name]}`,
    organizations: [fleet.name],
    dnsNames: [],
    ipAddresses: [],
    lifetimeDays: authorityLifetimeDays,
  } as const satisfies CertificateEntry;
}

function apiEntry(fleet: Fleet, cluster: Cluster, loadBalancers: readonly string[]): CertificateEntry {
  const { network, kubernetes, api } = cluster;
  return {
    name: 'api',
    usage: 'server',
    issuer: 'ca',
    // A common name holds at most 64 characters (RFC 5280, ub-common-name), which the API's domain may exceed.
    commonName: 'kube-apiserver',
    organizations: [],
    dnsNames: distinct([
      names.apiDomain(fleet, cluster),
      names.internalApiDomain(fleet, cluster),
      'kubernetes',
      'kubernetes.default',
      'kubernetes.default.svc',
      `kubernetes.default.svc.${kubernetes.clusterDomain}`,
      ...loadBalancers.map(name => name.toLowerCase()),
      ...api.altNames.filter(name => !isAddress(name)),
    ]),
    ipAddresses: distinct([
      '127.0.0.1', // The `kubernetes` Service always gets it.
      blockAddress(network.serviceCidr, 1),
      ...api.altNames.filter(isAddress),
    ]),
    lifetimeDays: leafLifetimeDays,
  };
}

function isAddress(name: string): boolean {
  return readCidr(`${name}/32`) !== undefined;
}

/** Members talk to each other with the certificate that they serve with. */
function etcdEntry(fleet: Fleet, cluster: Cluster, member: number): CertificateEntry {
  return {
    ...client(etcdName(member), 'etcd-ca', etcdName(member)),
    usage: 'peer',
    dnsNames: [names.etcdDomain(fleet, cluster, member), 'localhost'],
    ipAddresses: ['127.0.0.1'],
  };
}

function client(
  name: string,
  issuer: AuthorityName,
  commonName: string,
  organizations: readonly string[] = [],
): CertificateEntry {
  const nameless = { dnsNames: [], ipAddresses: [] };
  return { name, usage: 'client', issuer, commonName, organizations, ...nameless, lifetimeDays: leafLifetimeDays };
}

export function etcdName(member: number): string {
  return `etcd${member}`;
}

export function bootstrapName(pool: string): string {
  return `bootstrap-${pool}`;
}

function distinct(list: readonly string[]): readonly string[] {
  return [...new Set(list)];
}
