import { AppError } from '../errors.js';
import type { Cluster, Fleet } from '../model/fleet.js';
import { masterRole, names } from '../model/names.js';
import type { SecretFile, SecretsPlan } from '../model/secrets.js';

/** A certificate as decided data: everything that goes into it except key, serial number and dates. */
export interface CertificateEntry {
  /** Unique in the cluster, for example `api`. */
  readonly name: string;
  readonly usage: 'authority' | 'server' | 'client';
  /** Name of the authority that signs it; a root signs itself. */
  readonly issuer: string;
  readonly commonName: string;
  readonly organizations: readonly string[];
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly lifetimeDays: number;
}

const authorityLifetimeDays = 3650;
const leafLifetimeDays = 180;
const directory = '/etc/kubernetes/pki';

/** Every certificate of a cluster, authorities first. */
export function certificateInventory(fleet: Fleet, cluster: Cluster): readonly CertificateEntry[] {
  return [
    {
      name: 'ca',
      usage: 'authority',
      issuer: 'ca',
      commonName: `${cluster.name} cluster CA`,
      organizations: [fleet.name],
      dnsNames: [],
      ipAddresses: [],
      lifetimeDays: authorityLifetimeDays,
    },
    {
      name: 'api',
      usage: 'server',
      issuer: 'ca',
      // A common name holds at most 64 characters (RFC 5280, ub-common-name), which the API's domain may exceed.
      commonName: 'kube-apiserver',
      organizations: [],
      dnsNames: [
        names.apiDomain(fleet, cluster),
        names.internalApiDomain(fleet, cluster),
        'kubernetes',
        'kubernetes.default',
        'kubernetes.default.svc',
        'kubernetes.default.svc.cluster.local',
      ],
      ipAddresses: ['127.0.0.1', firstAddress(cluster.network.serviceCidr)],
      lifetimeDays: leafLifetimeDays,
    },
    // One per pool, so that one pool's leaked key can be told apart and replaced alone.
    ...cluster.nodePools.map(
      (pool): CertificateEntry => ({
        name: bootstrapOf(pool.name),
        usage: 'client',
        issuer: 'ca',
        commonName: bootstrapOf(pool.name),
        organizations: ['system:bootstrappers'],
        dnsNames: [],
        ipAddresses: [],
        lifetimeDays: leafLifetimeDays,
      }),
    ),
  ];
}

/** The secret files of a role's nodes. `role` is `master` or the name of one of the cluster's pools. */
export function secretsPlan(cluster: Cluster, role: string): SecretsPlan {
  if (role === masterRole) {
    return { role, files: [file('ca.crt', 'api', 'ca'), ...pair('apiserver', 'api')] };
  }
  if (!cluster.nodePools.some(pool => pool.name === role)) {
    throw new AppError('unknown-secrets-role', `cluster ${cluster.name} has no secrets role ${role}`, {
      kind: 'internal',
    });
  }
  const certificate = bootstrapOf(role);
  return { role, files: [file('ca.crt', certificate, 'ca'), ...pair('bootstrap', certificate)] };
}

/** The certificates that a plan's files come from, and the authorities that sign them, in the inventory's order. */
export function plannedCertificates(
  inventory: readonly CertificateEntry[],
  plan: SecretsPlan,
): readonly CertificateEntry[] {
  const planned = inventory.filter(entry => plan.files.some(({ certificate }) => certificate === entry.name));
  const wanted = new Set(planned.flatMap(entry => [entry.name, entry.issuer]));
  return inventory.filter(entry => wanted.has(entry.name));
}

function bootstrapOf(pool: string): string {
  return `bootstrap-${pool}`;
}

function pair(basename: string, certificate: string): readonly SecretFile[] {
  return [file(`${basename}.crt`, certificate, 'certificate'), file(`${basename}.key`, certificate, 'key')];
}

function file(basename: string, certificate: string, part: SecretFile['part']): SecretFile {
  return { path: `${directory}/${basename}`, mode: 0o400, certificate, part };
}

/** The first address of the service block: the `kubernetes` Service always gets it. */
function firstAddress(cidr: string): string {
  const [address = '', prefix = ''] = cidr.split('/');
  const number = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const size = 2 ** (32 - Number(prefix));
  const first = Math.floor(number / size) * size + 1;
  return [24, 16, 8, 0].map(shift => Math.floor(first / 2 ** shift) % 256).join('.');
}
