import { AppError } from '../../errors.js';
import type { Cluster } from '../../model/fleet.js';
import type { Secret } from '../../model/secret.js';
import { type OfferedName, offeredNames, type SecretContent, sourcesOf } from '../../model/secrets.js';
import { offeredCertificate } from '../../observe/offered-certificates.js';
import { describeSecret, describeSource, kubernetesName, type ReferredSecret } from '../../observe/secret-versions.js';
import type { SecretSources } from '../../observe/source-ports.js';
import { type Offered, offeredVersions } from '../../pki/offered.js';

/** What files take from outside of the specs and the store, in the versions that were decided. */
export interface SourceContents {
  reference(name: string): Secret;
  offered(name: OfferedName): Offered;
}

export interface SourceRequest {
  readonly cluster: Cluster;
  /** Versions by `sourcesOf`. */
  readonly sources: Readonly<Record<string, string>>;
}

/**
 * Reads what these files take from elsewhere, each once. Throws AppError `source-changed` unless every version is the one
 * that was decided: what was planned is what nodes get.
 */
export async function readSources(
  contents: readonly SecretContent[],
  request: SourceRequest,
  { sources, signal }: { readonly sources: SecretSources; readonly signal: AbortSignal },
): Promise<SourceContents> {
  const needed = new Set(contents.flatMap(sourcesOf));
  const references = new Map<string, Secret>();
  for (const file of request.cluster.secrets) {
    if (needed.has(`secret ${file.name}`))
      references.set(file.name, await reference(file, request, { sources, signal }));
  }
  const offered = new Map<string, Offered>();
  for (const name of offeredNames) {
    const isNeeded = needed.has(`offered ${name}`) || needed.has(`authority ${name}`);
    if (isNeeded) offered.set(name, await offeredBy(name, needed, request, { sources, signal }));
  }
  return { reference: name => found(references, name), offered: name => found(offered, name) };
}

interface Reading {
  readonly sources: SecretSources;
  readonly signal: AbortSignal;
}

async function reference(file: ReferredSecret, request: SourceRequest, reading: Reading): Promise<Secret> {
  const { cluster } = request;
  const version = request.sources[`secret ${file.name}`] ?? '';
  const value = await contentOf(file, { cluster, version }, reading);
  if (value === undefined) throw changed(`${describeSecret(cluster, file)}: ${describeSource(cluster, file)}`);
  if (value.reveal().length > 0) return value;
  throw new AppError('secret-empty', `${describeSecret(cluster, file)}: ${describeSource(cluster, file)} is empty`, {
    hint: 'store the secret there, or remove it from spec.secrets',
  });
}

/** Undefined if it is not there any more in this version. */
async function contentOf(
  file: ReferredSecret,
  { cluster, version }: { readonly cluster: Cluster; readonly version: string },
  { sources, signal }: Reading,
): Promise<Secret | undefined> {
  const { ssm, kubernetes } = file.secretRef;
  const name = kubernetesName(cluster, file);
  if (name === undefined) return sources.parameters.value(cluster, { name: ssm?.name ?? '', version }, signal);
  const read = await sources.kubernetes.read(name, signal);
  if (read === undefined || read.version !== version) return undefined;
  const value = read.data[kubernetes?.key ?? ''];
  if (value !== undefined) return value;
  const keys = Object.keys(read.data);
  const known = keys.length === 0 ? 'it has no keys' : `its keys are ${keys.join(', ')}`;
  const message = `${describeSecret(cluster, file)}: ${describeSource(cluster, file)} has no key ${kubernetes?.key}; ${known}`;
  throw new AppError('secret-key-missing', message, { hint: 'correct key in its secretRef, or add it to the Secret' });
}

async function offeredBy(
  name: OfferedName,
  needed: ReadonlySet<string>,
  { cluster, sources: decided }: SourceRequest,
  { sources, signal }: Reading,
): Promise<Offered> {
  const seen = await offeredCertificate({ cluster: cluster.name, name }, sources.kubernetes, signal);
  if (seen.found === undefined) throw seen.problem;
  const versions = Object.entries(offeredVersions(name, seen.found)).filter(([source]) => needed.has(source));
  if (versions.some(([source, version]) => decided[source] !== version)) {
    throw changed(`certificate ${name} of ${cluster.name}`);
  }
  return seen.found;
}

function changed(what: string): AppError {
  return new AppError('source-changed', `${what} is not what was planned: it has changed or is gone`, {
    hint: 'plan again',
  });
}

function found<Content>(contents: ReadonlyMap<string, Content>, name: string): Content {
  const content = contents.get(name);
  if (content !== undefined) return content;
  throw new AppError('source-unknown', `${name} was not read`, { kind: 'internal' });
}
