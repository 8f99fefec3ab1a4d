import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { mappingDocument } from '../../scripts/mapping-document.js';
import { sourceKinds } from '../../src/import/mapping/row.js';
import { settingRows } from '../../src/import/mapping/settings.js';
import { kindRows, rowOf, sharedRows } from '../../src/import/mapping/tables.js';
import { projectRoot } from '../cli/process.js';

const rows = [...sourceKinds.flatMap(kind => kindRows[kind]), ...sharedRows];

test('the tables of docs/from-aws-operator.md are fresh: npm run generate would change nothing', t => {
  const { path, content } = mappingDocument(projectRoot);
  t.is(readFileSync(path, 'utf8'), content);
});

test('every field that is named as a target exists in the schemas', t => {
  const targets = rows.flatMap(({ to }) => to.map(({ kind, pointer }) => `${kind}${pointer}`));
  const settings = settingRows.flatMap(({ to }) => to.map(field => field.replace(' ', '/').replaceAll('.', '/')));
  t.true(targets.length > 60 && settings.length > 20);
  t.deepEqual(
    [...targets, ...settings].filter(target => !exists(target)),
    [],
  );
  t.false(exists('Cluster/spec/netwrok'));
  t.false(exists('Machine/spec'));
});

test('what is not taken over has a reason, and what is decided together says how', t => {
  const silent = rows.filter(({ note, convert }) => note === '' && convert === undefined);
  t.deepEqual(silent, []);
  const settings = settingRows.filter(({ to, note }) => to.length === 0 && note === '');
  t.deepEqual(settings, []);
});

/** What aws-operator read or documented, by the kind that it stood on. */
const annotations: Readonly<Record<string, readonly string[]>> = {
  AWSCluster: [
    'alpha.cni.aws.giantswarm.io/minimum-ip-target',
    'alpha.cni.aws.giantswarm.io/warm-ip-target',
    'alpha.cni.aws.giantswarm.io/prefix-delegation',
    'alpha.aws.giantswarm.io/iam-roles-for-service-accounts',
    'alpha.aws.giantswarm.io/update-max-batch-size',
    'alpha.aws.giantswarm.io/update-pause-time',
    'alpha.aws.giantswarm.io/aws-subnet-size',
    'alpha.node.giantswarm.io/terminate-unhealthy',
    'node.giantswarm.io/terminate-unhealthy',
    'aws-operator.giantswarm.io/legacy-aws-cni-pod-cidr',
    'cluster.x-k8s.io/paused',
    'operatorkit.giantswarm.io/paused',
    'alpha.giantswarm.io/update-schedule-target-release',
    'alpha.giantswarm.io/update-schedule-target-time',
    'alpha.aws.giantswarm.io/instance-refresh',
    'alpha.aws.giantswarm.io/cancel-instance-refresh',
    'alpha.aws.giantswarm.io/instance-refresh-min-healthy-percentage',
    'alpha.aws.giantswarm.io/instance-warmup-seconds',
    'giantswarm.io/docs',
  ],
  Cluster: [
    'cilium.giantswarm.io/pod-cidr',
    'cilium.giantswarm.io/ipam-mode',
    'cilium.giantswarm.io/force-disable-cilium-kube-proxy',
    'etcd.giantswarm.io/quota-backend-bytes',
    'controllermanager.giantswarm.io/terminated-pod-gc-threshold',
  ],
  AWSControlPlane: [
    'alpha.aws.giantswarm.io/ebs-volume-iops',
    'alpha.aws.giantswarm.io/ebs-volume-throughput',
    'alpha.aws.giantswarm.io/metadata-v2',
    'alpha.aws.giantswarm.io/logging-volume-size',
    'alpha.aws.giantswarm.io/containerd-volume-size',
  ],
  MachineDeployment: ['alpha.cni.aws.giantswarm.io/prefix-delegation', 'node.giantswarm.io/cgroupv1'],
  AWSMachineDeployment: [
    'alpha.aws.giantswarm.io/update-max-batch-size',
    'alpha.aws.giantswarm.io/update-pause-time',
    'alpha.aws.giantswarm.io/metadata-v2',
    'alpha.aws.giantswarm.io/aws-subnet-size',
    'alpha.aws.giantswarm.io/internal-elb',
    'alpha.aws.giantswarm.io/logging-volume-size',
    'alpha.aws.giantswarm.io/containerd-volume-size',
    'alpha.giantswarm.io/flatcar-release-version',
    'machine-deployment.giantswarm.io/subnet',
  ],
};

test('every annotation that aws-operator knew has a row', t => {
  for (const kind of sourceKinds) {
    for (const key of annotations[kind] ?? [])
      t.truthy(rowOf(kind, ['metadata', 'annotations', key]), `${kind} ${key}`);
  }
  t.is(rowOf('AWSCluster', ['metadata', 'annotations', 'alpha.aws.giantswarm.io/no-such']), undefined);
});

/** Labels that aws-operator set, read or protected. */
const labels = [
  'giantswarm.io/cluster',
  'giantswarm.io/control-plane',
  'giantswarm.io/master-id',
  'giantswarm.io/organization',
  'giantswarm.io/provider',
  'giantswarm.io/service-priority',
  'aws-operator.giantswarm.io/version',
  'cluster-operator.giantswarm.io/version',
  'release.giantswarm.io/version',
];

test('every label that aws-operator knew has a row, whatever it stands on', t => {
  for (const kind of sourceKinds) {
    for (const key of labels) t.truthy(rowOf(kind, ['metadata', 'labels', key]), `${kind} ${key}`);
  }
  for (const key of ['machine-deployment.giantswarm.io/subnet', 'cgroups.giantswarm.io/version'])
    t.truthy(rowOf('AWSMachineDeployment', ['metadata', 'labels', key]), key);
});

/** `service.` flags of the operator, and their Helm values. */
const settings: readonly (readonly [flag: string, helmValue: string])[] = [
  ['aws.alikeinstances', 'aws.instance.alike'],
  ['aws.availabilityzones', 'aws.availabilityZones'],
  ['aws.hostaccesskey.id', 'aws.accessKeyID'],
  ['aws.hostaccesskey.secret', 'aws.secretAccessKey'],
  ['aws.hostaccesskey.session', ''],
  ['aws.region', 'aws.region'],
  ['aws.role.arn', 'aws.role.arn'],
  ['aws.routetables', 'aws.routeTables'],
  ['aws.vaultaddress', 'aws.vault.address'],
  ['aws.advancedmonitoringec2', 'aws.advancedMonitoringEC2'],
  ['aws.loggingbucket.delete', 'aws.loggingBucket.delete'],
  ['aws.route53.enabled', 'aws.route53.enabled'],
  ['aws.podinfracontainerimage', 'aws.podInfraContainerImage'],
  ['aws.includetags', 'aws.includeTags'],
  ['aws.s3accesslogsexpiration', 'aws.s3AccessLogsExpiration'],
  ['aws.trustedadvisor.enabled', 'aws.trustedAdvisor.enabled'],
  ['aws.cni.externalsnat', 'aws.cni.externalSNAT'],
  ['cluster.calico.cidr', 'tenant.cni.mask'],
  ['cluster.calico.mtu', 'tenant.cni.mtu'],
  ['cluster.calico.subnet', 'tenant.cni.subnet'],
  ['cluster.docker.daemon.cidr', 'tenant.docker.daemon.cidr'],
  ['cluster.kubernetes.api.clusteriprange', 'tenant.kubernetes.api.serviceIPRange'],
  ['cluster.kubernetes.clusterdomain', 'tenant.kubernetes.clusterDomain'],
  ['cluster.kubernetes.networksetup.docker.image', 'tenant.kubernetes.networkSetup.docker.image'],
  ['cluster.kubernetes.ssh.userlist', 'tenant.ssh.userList'],
  ['guest.ignition.path', ''],
  ['guest.ssh.ssopublickey', 'tenant.ssh.ssoPublicKey'],
  ['installation.name', 'installation.name'],
  ['installation.guest.ipam.network.cidr', 'tenant.ipam.network.cidr'],
  ['installation.guest.ipam.network.subnetmaskbits', 'tenant.ipam.network.subnetMaskBits'],
  ['installation.guest.ipam.network.privatesubnetmaskbits', 'tenant.ipam.network.privateSubnetMaskBits'],
  ['installation.guest.ipam.network.publicsubnetmaskbits', 'tenant.ipam.network.publicSubnetMaskBits'],
  [
    'installation.guest.kubernetes.api.auth.provider.oidc.clientid',
    'tenant.kubernetes.api.auth.provider.oidc.clientID',
  ],
  ['installation.guest.kubernetes.api.security.whitelist.private.enabled', ''],
  ['installation.guest.kubernetes.api.security.whitelist.public.subnetlist', ''],
  ['kubernetes.address', ''],
  ['kubernetes.incluster', 'incluster'],
  ['kubernetes.kubeconfig', ''],
  ['registry.dockerhubtoken', 'registry.dockerhub.token'],
  ['registry.domain', 'registry.domain'],
  ['registry.mirrors', 'registry.mirrors'],
  ['', 'aws.amiJSON'],
];

test('every flag and Helm value of the operator has a row', t => {
  for (const [flag, helmValue] of settings) {
    const row = settingRows.find(one => one.flag === (flag === '' ? '' : `service.${flag}`));
    t.truthy(row, flag);
    if (helmValue !== '')
      t.truthy(
        settingRows.find(one => one.helmValue === helmValue),
        helmValue,
      );
    if (flag !== '' && helmValue !== '') t.is(row?.helmValue, helmValue);
  }
});

test('the most exact row of a field wins, and labels of the operator are no free labels', t => {
  t.is(rowOf('AWSConfig', ['status', 'cluster', 'network', 'cidr'])?.fate, 'changed');
  t.is(rowOf('AWSConfig', ['status', 'cluster', 'nodes', '0', 'name'])?.fate, 'dropped');
  t.is(rowOf('Cluster', ['metadata', 'labels', 'tag.provider.giantswarm.io/team'])?.to[0]?.pointer, '/spec/tags/*');
  t.is(rowOf('Cluster', ['metadata', 'labels', 'team'])?.to[0]?.pointer, '/metadata/labels/*');
  t.is(rowOf('Cluster', ['metadata', 'labels', 'app.kubernetes.io/name'])?.fate, 'dropped');
  t.is(rowOf('MachineDeployment', ['metadata', 'labels', 'team'])?.fate, 'dropped');
  t.is(rowOf('Cluster', ['metadata', 'labels', 'unheard-of.giantswarm.io/x']), undefined);
});

/** `Cluster/spec/network/zones/*`: whether the schemas have such a field. */
function exists(target: string): boolean {
  const [kind = '', ...keys] = target.split('/');
  const file = { Fleet: 'fleet', Account: 'account', Release: 'release', Cluster: 'cluster' }[kind] ?? nodeFiles[kind];
  return file !== undefined && keys.reduce<Schema | undefined>(below, schemaOf(`${file}.schema.json`)) !== undefined;
}

const nodeFiles: Readonly<Record<string, string>> = { ControlPlane: 'control-plane', NodePool: 'node-pool' };

interface Schema {
  readonly $ref?: string;
  readonly file: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
}

function below(schema: Schema | undefined, key: string): Schema | undefined {
  if (schema === undefined) return undefined;
  const found =
    key === '*' ? (schema.items ?? openProperties(schema)) : (schema.properties?.[key] ?? openProperties(schema));
  return found === undefined ? undefined : resolved({ ...found, file: schema.file });
}

function openProperties({ additionalProperties }: Schema): Schema | undefined {
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

function resolved(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const [file = '', pointer = ''] = schema.$ref.split('#');
  const name = file === '' ? schema.file : file;
  const found = pointer
    .split('/')
    .slice(1)
    .reduce<Schema>((at, key) => (at as unknown as Readonly<Record<string, Schema>>)[key] as Schema, schemaOf(name));
  return resolved({ ...found, file: name });
}

function schemaOf(file: string): Schema {
  return { ...(JSON.parse(readFileSync(join(projectRoot, 'schemas', file), 'utf8')) as Schema), file };
}
