import { shown } from '../fleet/quoted.js';
import { parseYamlFile, type YamlDocument } from '../fleet/yaml.js';
import type { Finding } from '../model/finding.js';
import { own } from '../model/own.js';
import type { Position } from '../model/source.js';
import { type SourceKind, sourceKinds } from './mapping/row.js';
import { doubtful, type Resource, textAt, trouble } from './resource.js';

export interface InputFile {
  readonly path: string;
  readonly content: Uint8Array;
}

/** What the files of an import hold. */
export interface ReadResources {
  readonly resources: readonly Resource[];
  /** Account ids from the Secrets that name the old role, by `namespace/name`. */
  readonly accountIds: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
}

/** A dump of a management cluster with some hundred clusters stays well below. */
const maxDumpBytes = 64 * 1024 * 1024;

/** Resources of files in YAML or JSON, of several documents and of Lists. */
export function readResources(files: readonly InputFile[]): ReadResources {
  const resources: Resource[] = [];
  const findings: Finding[] = [];
  const accountIds = new Map<string, string>();
  for (const { path, content } of files) {
    const parsed = parseYamlFile(path, content, maxDumpBytes);
    findings.push(...parsed.findings);
    for (const document of parsed.documents.flatMap(itemsOf)) {
      const read = resourceOf(document);
      if ('kind' in read) resources.push(read);
      else if ('accountId' in read) accountIds.set(read.secret, read.accountId);
      else findings.push(read);
    }
  }
  return { ...withoutTwins(resources, findings), accountIds };
}

/** What `kubectl get` prints for several resources; every item gets positions of its own. */
function itemsOf(document: YamlDocument): YamlDocument[] {
  const { value, source } = document;
  if (!(textAt(document, 'kind') ?? '').endsWith('List')) return [document];
  const items = (value as { readonly items?: unknown }).items;
  if (!Array.isArray(items)) return [document];
  const sources = items.map(() => ({
    file: source.file,
    values: new Map<string, Position>(),
    keys: new Map<string, Position>(),
  }));
  for (const part of ['values', 'keys'] as const) {
    for (const [pointer, position] of source[part]) {
      const match = /^\/items\/(\d+)(.*)$/s.exec(pointer);
      if (match !== null) sources[Number(match[1])]?.[part].set(match[2] ?? '', position);
    }
  }
  return items.map((item: unknown, index) => ({ value: item, source: sources[index] ?? source }));
}

const groups: Readonly<Record<string, readonly SourceKind[]>> = {
  'infrastructure.giantswarm.io': [
    'AWSCluster',
    'AWSControlPlane',
    'AWSMachineDeployment',
    'G8sControlPlane',
    'NetworkPool',
  ],
  'cluster.x-k8s.io': ['Cluster', 'MachineDeployment'],
  'release.giantswarm.io': ['Release'],
  'provider.giantswarm.io': ['AWSConfig'],
};

const versions: Readonly<Record<string, readonly string[]>> = {
  'infrastructure.giantswarm.io': ['v1alpha2', 'v1alpha3'],
  'cluster.x-k8s.io': ['v1alpha2', 'v1alpha3', 'v1alpha4', 'v1beta1'],
  'release.giantswarm.io': ['v1alpha1'],
  'provider.giantswarm.io': ['v1alpha1'],
};

/** A resource, the account that a Secret tells, or why it is neither. */
function resourceOf(
  document: YamlDocument,
): Resource | Finding | { readonly secret: string; readonly accountId: string } {
  const { value, source } = document;
  const place = { resource: { source }, keys: [] };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return trouble('CW2001', place, {
      message: 'this is no resource',
      hint: 'give files that kubectl get -o yaml wrote',
    });
  }
  const kind = textAt(document, 'kind') ?? '';
  const [group = '', version = ''] = (textAt(document, 'apiVersion') ?? '').split('/');
  const name = textAt(document, 'metadata', 'name') ?? '';
  const namespace = textAt(document, 'metadata', 'namespace') ?? '';
  if (kind === 'Secret') return secretOf(document, `${namespace}/${name}`);
  const known = sourceKinds.find(one => one === kind && own(groups, group)?.includes(one));
  if (known === undefined) {
    const what = `${shown(kind)} of ${shown(textAt(document, 'apiVersion') ?? '')}`;
    return doubtful(
      'CW2002',
      { ...place, keys: ['kind'] },
      { message: `${what} is not imported`, hint: reasonOf(kind) },
    );
  }
  const read = own(versions, group) ?? [];
  if (!read.includes(version)) {
    const message = `${group}/${version} is not known: ${read.join(', ')} ${read.length === 1 ? 'is' : 'are'}`;
    return trouble(
      'CW2001',
      { ...place, keys: ['apiVersion'] },
      { message, hint: 'export the resource in one of them' },
    );
  }
  if (name === '') {
    return trouble(
      'CW2001',
      { ...place, keys: ['metadata'] },
      { message: `the ${kind} has no name`, hint: 'write metadata.name' },
    );
  }
  return { kind: known, name, namespace, value, source };
}

/** The id of the tenant account is all that is read of a Secret. */
function secretOf(
  document: YamlDocument,
  secret: string,
): Finding | { readonly secret: string; readonly accountId: string } {
  const encoded = textAt(document, 'data', 'aws.awsoperator.arn');
  const arn = textAt(document, 'stringData', 'aws.awsoperator.arn') ?? decoded(encoded);
  const accountId = /^arn:[a-z-]+:iam::(\d{12}):/.exec(arn)?.[1];
  if (accountId !== undefined) return { secret, accountId };
  return doubtful(
    'CW2002',
    { resource: document, keys: ['kind'] },
    { message: 'Secrets are not imported', hint: reasonOf('Secret') },
  );
}

function decoded(text: string | undefined): string {
  return Buffer.from(text ?? '', 'base64').toString('utf8');
}

function reasonOf(kind: string): string {
  return own(otherKinds, kind) ?? 'leave it out, or move it with the workloads';
}

/** Kinds that people find beside the imported ones. */
export const otherKinds: Readonly<Record<string, string>> = {
  Secret: 'the new cluster gets keys and certificates of its own; take the file out, for it may hold keys',
  CertConfig: 'the new cluster gets certificates of its own',
  DrainerConfig: 'nodes are drained without it',
  ENIConfig: 'the subnets of pods stand in the spec of the cluster',
  ConfigMap: 'move it with the workloads',
  App: 'install apps in the new cluster',
  Spark: 'it belongs to another cloud',
  Machine: 'nodes belong to groups that AWS keeps',
  MachinePool: 'aws-operator had none',
  Namespace: 'a new one has the name of the new cluster',
  Service: 'the API of the new cluster gets one of its own',
  Endpoints: 'the API of the new cluster gets its own',
};

/** One resource may stand in two files; which of them holds cannot be told. */
function withoutTwins(
  all: readonly Resource[],
  found: readonly Finding[],
): Pick<ReadResources, 'resources' | 'findings'> {
  const first = new Map<string, Resource>();
  const findings = [...found];
  for (const resource of all) {
    const id = [resource.kind, resource.namespace, resource.name].join('/');
    const other = first.get(id);
    if (other === undefined) {
      first.set(id, resource);
      continue;
    }
    const at = other.source.values.get('/metadata/name');
    const message = `${resource.kind} ${resource.name} stands here again; first at ${other.source.file}:${at?.line ?? 1}`;
    findings.push(trouble('CW2003', { resource, keys: ['metadata', 'name'] }, { message, hint: 'remove one of them' }));
  }
  return { resources: [...first.values()], findings };
}
