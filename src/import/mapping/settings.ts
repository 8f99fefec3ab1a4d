/** What the operator itself was told for all clusters, and where that stands now. */
export interface SettingRow {
  /** Empty where there was only a flag. */
  readonly helmValue: string;
  /** Empty where there was only a Helm value. */
  readonly flag: string;
  /** Fields of ours: `Fleet spec.domain`; none where there is only a reason. */
  readonly to: readonly string[];
  readonly note: string;
}

function becomes(helmValue: string, flag: string, to: string | readonly string[], note = ''): SettingRow {
  return { helmValue, flag, to: [to].flat(), note };
}

function gone(helmValue: string, flag: string, note: string): SettingRow {
  return { helmValue, flag, to: [], note };
}

const noKeys = 'there are no long-lived keys: roles are assumed with the credentials that clusterwright runs with';
const unused = 'the operator never used it';

export const settingRows: readonly SettingRow[] = [
  becomes('installation.name', 'service.installation.name', 'Fleet metadata.name'),
  becomes(
    'aws.instance.alike',
    'service.aws.alikeinstances',
    'NodePool spec.instances.types',
    'types stand in the pool that uses them; import reads the table with --alike',
  ),
  gone('aws.availabilityZones', 'service.aws.availabilityzones', unused),
  gone('aws.accessKeyID', 'service.aws.hostaccesskey.id', noKeys),
  gone('aws.secretAccessKey', 'service.aws.hostaccesskey.secret', noKeys),
  gone('', 'service.aws.hostaccesskey.session', noKeys),
  becomes(
    'aws.region',
    'service.aws.region',
    ['Cluster spec.region', 'Fleet spec.defaults.cluster.region'],
    'clusters of one fleet may be in several regions',
  ),
  becomes(
    'aws.role.arn',
    'service.aws.role.arn',
    'Account spec.roles',
    'three roles an account: to plan, to apply, and for CloudFormation',
  ),
  becomes(
    'aws.routeTables',
    'service.aws.routetables',
    'Fleet spec.managementNetworks.*.routeTables',
    'ids instead of names',
  ),
  gone('aws.vault.address', 'service.aws.vaultaddress', unused),
  becomes(
    'aws.advancedMonitoringEC2',
    'service.aws.advancedmonitoringec2',
    ['NodePool spec.detailedMonitoring', 'ControlPlane spec.detailedMonitoring'],
    'the operator never used it',
  ),
  gone(
    'aws.loggingBucket.delete',
    'service.aws.loggingbucket.delete',
    'it had no effect; buckets are kept until they are emptied',
  ),
  becomes('aws.route53.enabled', 'service.aws.route53.enabled', 'Cluster spec.dns.route53'),
  becomes('aws.podInfraContainerImage', 'service.aws.podinfracontainerimage', 'Release spec.components.pause.image'),
  gone(
    'aws.includeTags',
    'service.aws.includetags',
    'the bucket is a resource of a stack and has the tags of all others',
  ),
  becomes(
    'aws.s3AccessLogsExpiration',
    'service.aws.s3accesslogsexpiration',
    'Cluster spec.storage.accessLogs.expireDays',
    'it had no effect',
  ),
  gone('aws.trustedAdvisor.enabled', 'service.aws.trustedadvisor.enabled', unused),
  becomes('aws.cni.externalSNAT', 'service.aws.cni.externalsnat', 'Cluster spec.network.cni.externalSnat'),
  becomes('aws.amiJSON', '', 'Release spec.flatcar.amis', 'clusterwright images fills it'),
  becomes('tenant.cni.subnet', 'service.cluster.calico.subnet', 'Fleet spec.defaults.cluster.network.cni.podCidr'),
  becomes('tenant.cni.mask', 'service.cluster.calico.cidr', 'Fleet spec.defaults.cluster.network.cni.podCidr'),
  gone('tenant.cni.mtu', 'service.cluster.calico.mtu', 'the pod network finds it'),
  gone('tenant.docker.daemon.cidr', 'service.cluster.docker.daemon.cidr', 'there is no Docker'),
  becomes(
    'tenant.kubernetes.api.serviceIPRange',
    'service.cluster.kubernetes.api.clusteriprange',
    'Cluster spec.network.serviceCidr',
  ),
  becomes(
    'tenant.kubernetes.clusterDomain',
    'service.cluster.kubernetes.clusterdomain',
    'Cluster spec.kubernetes.clusterDomain',
  ),
  gone(
    'tenant.kubernetes.networkSetup.docker.image',
    'service.cluster.kubernetes.networksetup.docker.image',
    'nothing needs the image',
  ),
  becomes('tenant.ssh.userList', 'service.cluster.kubernetes.ssh.userlist', 'Cluster spec.ssh.users'),
  becomes('tenant.ssh.ssoPublicKey', 'service.guest.ssh.ssopublickey', 'Cluster spec.ssh.trustedCaKeys'),
  gone('', 'service.guest.ignition.path', 'templates are a part of clusterwright'),
  becomes(
    'tenant.ipam.network.cidr',
    'service.installation.guest.ipam.network.cidr',
    'Fleet spec.addressPools.*.cidr',
    'take another range while the old clusters live, or reserve theirs as routed ranges',
  ),
  becomes('tenant.ipam.network.subnetMaskBits', 'service.installation.guest.ipam.network.subnetmaskbits', [
    'Fleet spec.addressPools.*.clusterPrefix',
    'Fleet spec.addressPools.*.subnetPrefix',
  ]),
  gone(
    'tenant.ipam.network.privateSubnetMaskBits',
    'service.installation.guest.ipam.network.privatesubnetmaskbits',
    'the block of a zone is halved',
  ),
  gone(
    'tenant.ipam.network.publicSubnetMaskBits',
    'service.installation.guest.ipam.network.publicsubnetmaskbits',
    'the block of a zone is halved',
  ),
  ...oidc('clientID', 'clientId'),
  ...oidc('issuerURL', 'issuerUrl'),
  ...oidc('usernameClaim', 'usernameClaim'),
  ...oidc('groupsClaim', 'groupsClaim'),
  ...whitelist('public'),
  ...whitelist('private', 'internal'),
  gone('', 'service.kubernetes.address', 'clusterwright reads specs from Git'),
  gone('incluster', 'service.kubernetes.incluster', 'clusterwright reads specs from Git'),
  gone('', 'service.kubernetes.kubeconfig', 'clusterwright reads specs from Git'),
  gone('', 'service.kubernetes.tls', 'clusterwright reads specs from Git'),
  becomes(
    'registry.dockerhub.token',
    'service.registry.dockerhubtoken',
    'Cluster spec.secrets',
    'a file by reference, so that the token is not in Git',
  ),
  becomes(
    'registry.domain',
    'service.registry.domain',
    'Release spec.components',
    'images are written with their registry; a mirror may come before it',
  ),
  becomes('registry.mirrors', 'service.registry.mirrors', 'Cluster spec.registries.mirrors', 'for any registry'),
  gone(
    'global.podSecurityStandards.enforced',
    '',
    "it was about the operator's own pod, as were its image, user, resources, network policy and monitor",
  ),
];

function oidc(key: string, field: string): SettingRow[] {
  const path = 'kubernetes.api.auth.provider.oidc';
  const flag = `service.installation.guest.${path}.${key.toLowerCase()}`;
  return [becomes(`tenant.${path}.${key}`, flag, `Fleet spec.defaults.cluster.oidc.${field}`, unused)];
}

function whitelist(side: 'public' | 'private', api: 'public' | 'internal' = 'public'): SettingRow[] {
  const path = `kubernetes.api.security.whitelist.${side}`;
  const flag = `service.installation.guest.${path}`;
  return [
    becomes(`tenant.${path}.enabled`, `${flag}.enabled`, `Cluster spec.api.${api}`, 'a list that is there is enforced'),
    becomes(`tenant.${path}.subnetList`, `${flag}.subnetlist`, `Cluster spec.api.${api}.allow`),
  ];
}
