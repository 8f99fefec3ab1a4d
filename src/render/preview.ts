import type { Artifacts, NodeConfigArtifact, StackArtifact } from '../model/artifact.js';
import { sha256 } from '../model/digest.js';
import type { Cluster, Fleet, Target } from '../model/fleet.js';
import { openidConfiguration } from '../model/openid-configuration.js';
import type { DocumentSource } from '../model/source.js';
import { userDataOf } from './user-data.js';

/** What `render --out` writes. Paths are relative, with forward slashes; the index comes last. */
export interface PreviewFile {
  readonly path: string;
  readonly body: string;
}

/** Name of the index; a folder that has one was written by us. */
export const indexFile = 'index.json';

/**
 * Everything that would be sent to AWS, as files for people and tools to look at: the same artifacts, the same bytes.
 * Sources are files without lines, so that moving a line in a spec changes nothing here.
 */
export function renderPreview(fleet: Fleet, artifacts: Artifacts): readonly PreviewFile[] {
  const userData = artifacts.stacks.flatMap(stack => userDataFiles(stack));
  const identities = fleet.clusters.flatMap(cluster => identityFiles(cluster));
  const entries = [
    ...artifacts.stacks.map(stack => stackEntry(stack, documentOf(fleet, stack))),
    ...artifacts.stacks.map(policyEntry),
    ...artifacts.nodeConfigs.map(config => nodeConfigEntry(config, documentOf(fleet, config))),
    ...userData.map(({ file, stack }) => userDataEntry(file, stack)),
    ...identities.map(({ file, cluster }) => identityEntry(file, cluster)),
  ];
  const index = {
    apiVersion: 'clusterwright.io/v1alpha1',
    kind: 'RenderedFleet',
    fleet: fleet.name,
    artifacts: entries,
  };
  return [
    ...artifacts.stacks.flatMap(({ path, body, policy }) => [
      { path, body },
      { path: policyPath(path), body: policy },
    ]),
    ...artifacts.nodeConfigs.map(({ path, body }) => ({ path, body })),
    ...userData.map(({ file }) => file),
    ...identities.map(({ file }) => file),
    { path: indexFile, body: `${JSON.stringify(index, undefined, 2)}\n` },
  ];
}

function policyPath(path: string): string {
  return path.replace(/\.yaml$/, '.policy.json');
}

function userDataFiles(stack: StackArtifact) {
  return userDataOf(stack).map(({ node, body }) => ({
    file: { path: `${stack.cluster}/userdata/${node}.json`, body },
    stack,
  }));
}

function identityFiles(cluster: Cluster) {
  const body = openidConfiguration(cluster);
  const path = `${cluster.name}/workload-identity/openid-configuration.json`;
  return body === undefined ? [] : [{ file: { path, body }, cluster }];
}

function stackEntry(stack: StackArtifact, document: DocumentSource) {
  const { id, stackName, owner, path, body, inputs, tags, capabilities, after, nodeConfigs, extension } = stack;
  return {
    type: 'stack',
    id,
    path,
    sha256: sha256(body),
    ...placeOf(stack.target),
    source: document.file,
    stackName,
    owner,
    inputs,
    tags,
    capabilities,
    after,
    nodeConfigs,
    extension,
  };
}

function policyEntry({ id, path, policy, target }: StackArtifact) {
  return {
    type: 'stack-policy',
    id: `${id}.policy`,
    path: policyPath(path),
    sha256: sha256(policy),
    ...placeOf(target),
    stack: id,
  };
}

function nodeConfigEntry(
  { id, path, body, target, bucket, key, sha512 }: NodeConfigArtifact,
  document: DocumentSource,
) {
  return {
    type: 'node-config',
    id,
    path,
    sha256: sha256(body),
    ...placeOf(target),
    source: document.file,
    bucket,
    key,
    sha512,
  };
}

function userDataEntry({ path, body }: PreviewFile, stack: StackArtifact) {
  return {
    type: 'user-data',
    id: path.replace(/\.json$/, ''),
    path,
    sha256: sha256(body),
    ...placeOf(stack.target),
    stack: stack.id,
  };
}

function identityEntry({ path, body }: PreviewFile, cluster: Cluster) {
  return {
    type: 'openid-configuration',
    id: path.replace(/\.json$/, ''),
    path,
    sha256: sha256(body),
    ...placeOf(cluster),
    source: cluster.source.file,
    url: `${cluster.workloadIdentity?.issuerUrl}/.well-known/openid-configuration`,
  };
}

function placeOf({ account, region }: Target) {
  return { account: account.id, region };
}

/** The spec that an artifact is of: of its pool, its control plane, its cluster, or the fleet. */
function documentOf(fleet: Fleet, artifact: StackArtifact | NodeConfigArtifact): DocumentSource {
  const cluster = fleet.clusters.find(({ name }) => name === artifact.cluster);
  if (cluster === undefined) return fleet.source;
  const node = 'node' in artifact ? artifact.node : artifact.pool;
  const ofMasters = 'kind' in artifact ? artifact.kind === 'tccpn' : artifact.role === 'master';
  if (ofMasters) return cluster.controlPlane.source;
  return cluster.nodePools.find(({ name }) => name === node)?.source ?? cluster.source;
}
