import { AppError } from '../../errors.js';
import { architectureOf } from '../../model/architecture.js';
import type { NodeConfigArtifact } from '../../model/artifact.js';
import { blockAddress } from '../../model/cidr.js';
import { sha512 } from '../../model/digest.js';
import type { Cluster, Fleet, NodePool } from '../../model/fleet.js';
import { maxPodsOfMasters, maxPodsOfPool } from '../../model/max-pods.js';
import { masterNode, masterRole, names } from '../../model/names.js';
import { secretsPlan } from '../../pki/secrets-plan.js';
import { plainYaml } from '../dialects.js';
import { downloadFor } from '../machine.js';
import { targetOf } from '../stack-definition.js';
import type { TemplateFiles } from '../template-files.js';
import { checkIgnition } from './check-ignition.js';
import { contentsTable } from './contents-table.js';
import { ignitionConfig } from './ignition.js';

/** One config per master, in order. */
export function masterConfigs(fleet: Fleet, cluster: Cluster, files: TemplateFiles): readonly NodeConfigArtifact[] {
  return Array.from({ length: cluster.controlPlane.replicas }, (_, index) => {
    const node = masterNode(index + 1);
    const view = {
      ...commonView(cluster, { node, instanceType: cluster.controlPlane.instanceType }),
      nodeEnvironment: nodeEnvironment({ 'clusterwright.io/master': node }),
      maxPods: maxPodsOfMasters(cluster),
      taints: [{ key: 'node-role.kubernetes.io/control-plane', value: '', effect: 'NoSchedule' }],
      master: true,
      // Its own: a load balancer does not lead back to the one that asks.
      apiServer: 'https://127.0.0.1:443',
      bootstrap: null,
    };
    return artifact(fleet, cluster, { node, role: masterRole, table: 'master', view, files });
  });
}

export function poolConfig(fleet: Fleet, cluster: Cluster, pool: NodePool, files: TemplateFiles): NodeConfigArtifact {
  const view = {
    ...commonView(cluster, { node: pool.name, instanceType: pool.instances.types[0]?.type ?? '' }),
    nodeEnvironment: nodeEnvironment({ ...pool.labels, 'clusterwright.io/pool': pool.name }),
    maxPods: maxPodsOfPool(cluster, pool),
    taints: pool.taints.map(({ key, value = '', effect }) => ({ key, value, effect })),
    master: false,
    apiServer: `https://${names.apiDomain(fleet, cluster)}`,
    bootstrap: { certificate: '/etc/kubernetes/pki/bootstrap.crt', key: '/etc/kubernetes/pki/bootstrap.key' },
  };
  return artifact(fleet, cluster, { node: pool.name, role: pool.name, table: 'worker', view, files });
}

function commonView(cluster: Cluster, { node, instanceType }: { node: string; instanceType: string }) {
  const { release, network, ssh } = cluster;
  return {
    kubelet: downloadFor(release.kubernetes.kubelet, architectureOf(instanceType), cluster),
    clusterDns: blockAddress(network.serviceCidr, 10),
    secretFiles: lines(secretsPlan(cluster, node).files.map(({ path }) => path)),
    ssh: ssh.trustedCaKeys.length === 0 ? null : { trustedCaKeys: lines(ssh.trustedCaKeys) },
  };
}

/** An environment file for the kubelet's unit; labels hold nothing that systemd would read as more than text. */
function nodeEnvironment(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.keys(labels)
    .sort()
    .map(name => `${name}=${labels[name] ?? ''}`);
  return lines([`NODE_LABELS=${pairs.join(',')}`]);
}

function lines(items: readonly string[]): string {
  return items.map(item => `${item}\n`).join('');
}

interface Request {
  readonly node: string;
  readonly role: string;
  readonly table: 'master' | 'worker';
  readonly view: object;
  readonly files: TemplateFiles;
}

function artifact(fleet: Fleet, cluster: Cluster, { node, role, table, view, files }: Request): NodeConfigArtifact {
  const folder = 'templates/cloudconfig';
  const file = `${folder}/${table}.yaml.hbs`;
  const { templates, local } = files;
  const config = ignitionConfig(contentsTable(templates.render(file, view, plainYaml).document, file), {
    local: path => local(`cloudconfig/${path}`),
    template: path => templates.render(`${folder}/${path}`, view, plainYaml).text,
  });
  const problems = checkIgnition(config);
  if (problems.length > 0) {
    throw new AppError('node-config', `${file}, for ${cluster.name}/${node}: ${problems.join('; ')}`, {
      kind: 'internal',
    });
  }
  const body = `${JSON.stringify(config, undefined, 2)}\n`;
  const digest = sha512(body);
  return {
    id: `${cluster.name}/${node}`,
    cluster: cluster.name,
    node,
    role,
    target: targetOf(cluster),
    bucket: names.bucket(fleet, cluster),
    key: names.nodeConfigKey(cluster, role, digest),
    path: `${cluster.name}/cloudconfig/${node}.json`,
    body,
    sha512: digest,
  };
}
