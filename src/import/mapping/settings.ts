/** What the operator itself was told for all clusters, by Helm value or flag, and where that stands now. */
export interface SettingRow {
  /** Helm value, or the flag where there was no value. */
  readonly setting: string;
  /** Fields of ours: `Fleet spec.domain`; none where there is only a reason. */
  readonly to: readonly string[];
  readonly note: string;
}

function becomes(setting: string, to: string | readonly string[], note = ''): SettingRow {
  return { setting, to: [to].flat(), note };
}

function gone(setting: string, note: string): SettingRow {
  return { setting, to: [], note };
}

const noKeys = 'there are no long-lived keys: roles are assumed with the credentials that clusterwright runs with';
const unused = 'the operator never used it';

export const settingRows: readonly SettingRow[] = [
  becomes('installation.name', 'Fleet metadata.name'),
  becomes(
    'aws.instance.alike',
    'NodePool spec.instances.types',
    'types stand in the pool that uses them; import reads the table with --alike',
  ),
  gone('aws.availabilityZones', unused),
  gone('aws.accessKeyID', noKeys),
  gone('aws.secretAccessKey', noKeys),
  gone('service.aws.hostaccesskey.session', noKeys),
  becomes(
    'aws.region',
    ['Cluster spec.region', 'Fleet spec.defaults.cluster.region'],
    'clusters of one fleet may be in several regions',
  ),
  becomes('aws.role.arn', 'Account spec.roles', 'three roles an account: to plan, to apply, and for CloudFormation'),
  becomes('aws.routeTables', 'Fleet spec.managementNetworks.*.routeTables', 'ids instead of names'),
  gone('aws.vault.address', unused),
  becomes(
    'aws.advancedMonitoringEC2',
    ['NodePool spec.detailedMonitoring', 'ControlPlane spec.detailedMonitoring'],
    'the operator never used it',
  ),
  gone('aws.loggingBucket.delete', 'it had no effect; buckets are kept until they are emptied'),
  becomes('aws.route53.enabled', 'Cluster spec.dns.route53'),
  becomes('aws.podInfraContainerImage', 'Release spec.components.pause.image'),
  gone('aws.includeTags', 'the bucket is a resource of a stack and has the tags of all others'),
  becomes('aws.s3AccessLogsExpiration', 'Cluster spec.storage.accessLogs.expireDays', 'it had no effect'),
  gone('aws.trustedAdvisor.enabled', unused),
  becomes('aws.cni.externalSNAT', 'Cluster spec.network.cni.externalSnat'),
  becomes('aws.amiJSON', 'Release spec.flatcar.amis', 'clusterwright images fills it'),
  becomes('tenant.cni.subnet', 'Fleet spec.defaults.cluster.network.cni.podCidr'),
  becomes('tenant.cni.mask', 'Fleet spec.defaults.cluster.network.cni.podCidr'),
  gone('tenant.cni.mtu', 'the pod network finds it'),
  gone('tenant.docker.daemon.cidr', 'there is no Docker'),
  becomes('tenant.kubernetes.api.serviceIPRange', 'Cluster spec.network.serviceCidr'),
  becomes('tenant.kubernetes.clusterDomain', 'Cluster spec.kubernetes.clusterDomain'),
  gone('tenant.kubernetes.networkSetup.docker.image', 'nothing needs the image'),
  becomes('tenant.ssh.userList', 'Cluster spec.ssh.users'),
  becomes('tenant.ssh.ssoPublicKey', 'Cluster spec.ssh.trustedCaKeys'),
  gone('service.guest.ignition.path', 'templates are a part of clusterwright'),
  becomes(
    'tenant.ipam.network.cidr',
    'Fleet spec.addressPools.*.cidr',
    'take another range while the old clusters live, or reserve theirs as routed ranges',
  ),
  becomes('tenant.ipam.network.subnetMaskBits', [
    'Fleet spec.addressPools.*.clusterPrefix',
    'Fleet spec.addressPools.*.subnetPrefix',
  ]),
  gone('tenant.ipam.network.privateSubnetMaskBits', 'the block of a zone is halved'),
  gone('tenant.ipam.network.publicSubnetMaskBits', 'the block of a zone is halved'),
  becomes('tenant.kubernetes.api.auth.provider.oidc', 'Fleet spec.defaults.cluster.oidc', 'the operator never used it'),
  becomes('tenant.kubernetes.api.security.whitelist.public', 'Cluster spec.api.public.allow'),
  becomes('tenant.kubernetes.api.security.whitelist.private', 'Cluster spec.api.internal.allow'),
  gone('service.kubernetes.address', 'clusterwright reads specs from Git'),
  gone('service.kubernetes.incluster', 'clusterwright reads specs from Git'),
  gone('service.kubernetes.kubeconfig', 'clusterwright reads specs from Git'),
  gone('service.kubernetes.tls', 'clusterwright reads specs from Git'),
  becomes('registry.dockerhub.token', 'Cluster spec.secrets', 'a file by reference, so that the token is not in Git'),
  becomes(
    'registry.domain',
    'Release spec.components',
    'images are written with their registry; a mirror may come before it',
  ),
  becomes('registry.mirrors', 'Cluster spec.registries.mirrors', 'for any registry'),
];
