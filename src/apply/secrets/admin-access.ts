import { X509Certificate } from 'node:crypto';
import { AppError } from '../../errors.js';
import type { Cluster, Fleet } from '../../model/fleet.js';
import { names } from '../../model/names.js';
import { inUse } from '../../model/secrets.js';
import { offeredCertificate } from '../../observe/offered-certificates.js';
import type { StackReader } from '../../observe/ports.js';
import type { SecretSources } from '../../observe/source-ports.js';
import { certificateProblem } from '../../pki/check.js';
import { type Issued, type IssuingEnvironment, issueClient } from '../../pki/issue.js';
import { keptKey, requireGenerations, trustedKeys } from './cluster-keys.js';
import type { StorePorts } from './issue-store.js';

export interface AccessRequest {
  readonly fleet: Fleet;
  readonly cluster: Cluster;
  readonly user: string;
  readonly groups: readonly string[];
  readonly lifetimeMs: number;
  /** Who asked, as the operating system knows them. */
  readonly askedBy: string;
}

export interface AccessPorts extends IssuingEnvironment {
  readonly stacks: StackReader;
  readonly sources: SecretSources;
  readonly store: StorePorts;
}

export interface AdminAccess {
  readonly client: Issued;
  readonly notAfter: Date;
  /** PEM. */
  readonly authorities: string;
}

/** What lies at `names.accessRecordKey`: who was let in, when and until when. Holds no secret. */
interface AccessRecord {
  readonly format: 1;
  readonly cluster: string;
  readonly user: string;
  readonly groups: readonly string[];
  readonly askedBy: string;
  readonly issuedAt: string;
  readonly notAfter: string;
  readonly serialNumber: string;
  /** Generation of the admin CA. */
  readonly authority: number;
}

/** A client certificate from the admin CA in use. It is on record in the store before anybody gets it. */
export async function adminAccess(
  request: AccessRequest,
  ports: AccessPorts,
  signal: AbortSignal,
): Promise<AdminAccess> {
  const { fleet, cluster, user, groups, lifetimeMs } = request;
  const { store } = ports;
  const generations = await requireGenerations(fleet, cluster, { stacks: ports.stacks, signal });
  const inUseNow = inUse(generations, 'admin-ca');
  const what = { cluster: cluster.name, name: 'admin-ca', generation: String(inUseNow) } as const;
  const authority = await keptKey(what, store, signal);
  const trusted = await trustedKeys({ cluster: cluster.name, generations, name: 'ca' }, store, signal);
  const beside = await offeredAuthority(request, ports, signal);
  const client = await issueClient({ commonName: user, organizations: groups }, { authority, lifetimeMs }, ports);
  refuseProblem(client, authority, { cluster: cluster.name, now: ports.now() });
  const notAfter = await onRecord(request, { client, authority: inUseNow }, { ports, signal });
  return { client, notAfter, authorities: [...trusted.map(({ public: pem }) => pem), beside].join('') };
}

/** Where the API's own certificate comes from a Secret, its authority does, too. */
async function offeredAuthority(
  { fleet, cluster }: AccessRequest,
  { sources }: AccessPorts,
  signal: AbortSignal,
): Promise<string> {
  if (fleet.pki.source === 'embedded') return '';
  const offered = await offeredCertificate({ cluster: cluster.name, name: 'api' }, sources.kubernetes, signal);
  if (offered.found === undefined) throw offered.problem;
  return offered.found.authority;
}

function refuseProblem(
  client: Issued,
  authority: Issued,
  { cluster, now }: { readonly cluster: string; readonly now: Date },
): void {
  const problem = certificateProblem(client, authority.public, now);
  if (problem === undefined) return;
  throw new AppError('unusable-certificate', `a certificate by the admin CA of ${cluster} ${problem}`, {
    hint: `clusterwright certs rotate ${cluster} admin-ca makes a new one`,
  });
}

async function onRecord(
  { cluster, user, groups, askedBy }: AccessRequest,
  { client, authority }: { readonly client: Issued; readonly authority: number },
  { ports, signal }: { readonly ports: AccessPorts; readonly signal: AbortSignal },
): Promise<Date> {
  const certificate = new X509Certificate(client.public);
  const [issuedAt, notAfter] = [ports.now(), new Date(certificate.validTo)];
  const serialNumber = certificate.serialNumber.toLowerCase();
  const record: AccessRecord = {
    format: 1,
    cluster: cluster.name,
    user,
    groups,
    askedBy,
    issuedAt: issuedAt.toISOString(),
    notAfter: notAfter.toISOString(),
    serialNumber,
    authority,
  };
  const key = names.accessRecordKey(cluster, issuedAt, serialNumber);
  await ports.store.storeObjects.putIfAbsent(key, `${JSON.stringify(record, null, 2)}\n`, signal);
  return notAfter;
}
