import { type Edit, paths, type RuleCase } from './rule-case.js';

const { batch, dev, fleet, prod, release, workers } = paths;

/** Adds fields to the spec of the small cluster. */
function devSpec(text: string): Edit {
  return [dev, 'spec:\n', `spec:\n${text}`];
}

function devNetwork(text: string): Edit {
  return [dev, '  network:\n', `  network:\n${text}`];
}

function issuer(): Edit {
  return [fleet, 'spec:\n', 'spec:\n  workloadIdentity: { issuerUrl: https://identity.example.com }\n'];
}

function entries(name: string, count: number): string {
  return Array.from({ length: count }, (_, index) => `${name}${index}: x`).join(', ');
}

const sshKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDrLuQlKTAIPSmxrGVYUYWmuKZcFm1W4H0zYHnKuXc3p';

/** Rules about a cluster with its masters and pools. */
export const clusterCases: readonly RuleCase[] = [
  {
    title: 'an authority drops its old generation by itself',
    edits: [devSpec('  pki: { rotations: [{ name: etcd-ca, generation: 3, retired: 2 }] }\n')],
    says: [
      `${dev}<2> CW1470 spec.pki.rotations[0].retired: generations of etcd-ca are dropped by themselves | remove retired`,
    ],
  },
  {
    title: 'a key that is in use is not retired',
    edits: [devSpec('  pki: { rotations: [{ name: encryption, generation: 5, retired: 5 }] }\n')],
    says: [
      `${dev}<5> CW1471 spec.pki.rotations[0].retired: generation 5 of encryption is in use | retire 4 at most, or raise generation first`,
    ],
  },
  {
    title: 'nothing is renewed from a day to come',
    edits: [devSpec('  pki: { renewFrom: "2099-11-21" }\n')],
    says: [
      `${dev}<"2099-11-21"> CW1472 spec.pki.renewFrom: 2099-11-21 has not come: nothing would be renewed before | take today, or an earlier day`,
    ],
  },
  {
    title: 'a day of renewal is a day',
    edits: [devSpec('  pki: { renewFrom: "2026-02-31" }\n')],
    says: [
      `${dev}<"2026-02-31"> CW1472 spec.pki.renewFrom: there is no day 2026-02-31 | write a day of the calendar: YYYY-MM-DD`,
    ],
  },
  {
    title: 'a node does not label itself as Kubernetes would not let it',
    edits: [
      [workers, 'labels: { workload: general }', 'labels: { kubernetes.io/role: node, node.kubernetes.io/x: y }'],
    ],
    says: [
      `${workers}<node> CW1031 spec.labels.kubernetes.io/role: a node may not label itself kubernetes.io/role | use a prefix of your own, node.kubernetes.io/ or kubelet.kubernetes.io/`,
    ],
  },
  {
    title: 'labels of clusterwright are left to it',
    edits: [[workers, 'labels: { workload: general }', 'labels: { clusterwright.io/pool: mine }']],
    says: [
      `${workers}<mine> CW1031 spec.labels.clusterwright.io/pool: label clusterwright.io/pool is one that clusterwright sets | use a prefix of your own`,
    ],
  },
  {
    title: 'labels and taints fit into the tags that tell the cluster autoscaler of them',
    edits: [
      [workers, 'labels: { workload: general }', `labels: { ${'long.'.repeat(15)}example.com/x: y }`],
      [
        workers,
        '  scaling:',
        `  taints: [{ key: ${'long.'.repeat(15)}example.com/x, effect: NoSchedule }]\n  scaling:`,
      ],
    ],
    says: [
      `${workers}<${'long.'.repeat(15)}example.com/x> CW1036 spec.taints[0].key: the tag that tells the cluster autoscaler of ${'long.'.repeat(15)}example.com/x is 6 characters too long for AWS | take a key of at most 82 characters`,
      `${workers}<y> CW1036 spec.labels.${'long.'.repeat(15)}example.com/x: the tag that tells the cluster autoscaler of ${'long.'.repeat(15)}example.com/x is 6 characters too long for AWS | take a key of at most 82 characters`,
    ],
  },
  {
    title: 'the group of a pool has room for all its tags',
    edits: [
      [workers, 'labels: { workload: general }', `labels: { ${entries('label', 42)} }`],
      [batch, 'spec:\n', `spec:\n  tags: { ${entries('tag', 38)} }\n`],
    ],
    says: [
      `${workers}<{> CW1036 spec.labels: the group of pool workers would have 51 tags, of which AWS takes 50: one for each tag, label and taint, and 7 of ours | take fewer tags, labels or taints`,
    ],
  },
  {
    title: 'a zone is one that its region has',
    edits: [
      [dev, /eu-central-1a/g, 'eu-central-1g'],
      [prod, /eu-central-1c/g, 'eu-central-1d'],
      [workers, /eu-central-1c/g, 'eu-central-1d'],
    ],
    says: [
      `${dev}<eu-central-1g> CW1304 spec.network.zones[0].name: region eu-central-1 has no zone eu-central-1g | aws ec2 describe-availability-zones --region eu-central-1 lists those of your account`,
      `${prod}<eu-central-1d> CW1304 spec.network.zones[2].name: region eu-central-1 has no zone eu-central-1d, as far as we know | aws ec2 describe-availability-zones --region eu-central-1 lists those of your account`,
    ],
  },
  {
    title: 'regions are ones that there are',
    edits: [
      [
        fleet,
        'store: { account: platform, region: eu-central-1 }',
        'store: { account: platform, region: eu-centrl-1 }',
      ],
      [
        fleet,
        '      account: platform\n      region: eu-central-1',
        '      account: platform\n      region: xx-nowhere-1',
      ],
      devSpec('  region: eu-west-9\n'),
      [dev, /eu-central-1a/g, 'eu-west-9a'],
      [release, '      eu-central-1:', '      eu-west-9: { amd64: ami-0123456789abcdef0 }\n      eu-central-1:'],
    ],
    says: [
      `${dev}<eu-west-9> CW1305 spec.region: region eu-west-9 is not known | did you mean "eu-west-1"?`,
      `${fleet}<eu-centrl-1> CW1305 spec.store.region: region eu-centrl-1 is not known | did you mean "eu-central-1"?`,
      `${fleet}<xx-nowhere-1> CW1305 spec.managementNetworks[0].region: region xx-nowhere-1 is not known | check its name; it may be newer than this clusterwright`,
    ],
  },
  {
    title: 'blocks have addresses that machines can have',
    edits: [[dev, /10\.64\./g, '127.0.']],
    says: [
      `${dev}<127.0.16.0/20> CW1210 spec.network.cidr: 127.0.16.0/20 is in 127.0.0.0/8, which is for loopback | take a private block, for example of 10.0.0.0/8`,
    ],
  },
  {
    title: 'blocks have addresses that nobody else has',
    edits: [[dev, /10\.64\./g, '8.8.']],
    says: [
      `${dev}<8.8.16.0/20> CW1210 spec.network.cidr: 8.8.16.0/20 is part of the internet: nodes could not reach whoever has these addresses there | take a private block, for example of 10.0.0.0/8`,
    ],
  },
  {
    title: 'certificates and SSH keys are whole',
    edits: [
      devSpec(
        '  oidc: { issuerUrl: https://login.example.com, clientId: k8s, caBundle: "-----BEGIN CERTIFICATE-----\\nhello" }\n',
      ),
      [prod, 'AAAAC3NzaC1lZDI1NTE5AAAAIDrLuQlKTAIPSmxrGVYUYWmuKZcFm1W4H0zYHnKuXc3p', 'AAAAC3NzaC1lZDI1NTE5AAAAIDrL'],
    ],
    says: [
      `${dev}<"-----BEGIN> CW1418 spec.oidc.caBundle: there is no whole certificate in this | copy it again, from BEGIN CERTIFICATE to END CERTIFICATE`,
      `${prod}<ssh-ed25519> CW1419 spec.ssh.trustedCaKeys[0]: this is no ssh-ed25519 key: what follows the type cannot be read as one | copy the whole line of the .pub file`,
    ],
  },
  {
    title: 'a certificate is more than the lines around it',
    edits: [
      devSpec(
        '  oidc: { issuerUrl: https://login.example.com, clientId: k8s, caBundle: "-----BEGIN CERTIFICATE-----\\naGVsbG8=\\n-----END CERTIFICATE-----\\n" }\n',
      ),
    ],
    says: [
      `${dev}<"-----BEGIN> CW1418 spec.oidc.caBundle: certificate 1 cannot be read | copy it again, from BEGIN CERTIFICATE to END CERTIFICATE`,
    ],
  },
  {
    title: 'policies of roles for pods are of their partition',
    edits: [
      issuer(),
      devSpec(
        '  workloadIdentity: { roles: [{ name: backup, serviceAccounts: [a/b], policies: ["arn:aws-cn:iam::aws:policy/X"] }] }\n',
      ),
    ],
    says: [
      `${dev}<"arn:aws-cn:iam::aws:policy/X"]> CW1420 spec.workloadIdentity.roles[0].policies[0]: the policy is in another partition of AWS than eu-central-1 | its ARN begins with arn:aws:`,
    ],
  },
  {
    title: 'half the internet is no known network',
    edits: [devSpec('  api: { internal: { allow: [0.0.0.0/1, 198.0.0.0/8] } }\n')],
    says: [
      `${dev}<0.0.0.0/1> CW1403 spec.api.internal.allow[0]: the internal load balancer is for known networks | list the networks, or use spec.api.public`,
    ],
  },
  {
    title: 'larger instances do not weigh less',
    edits: [
      [
        workers,
        '[{ type: m6i.xlarge }, { type: m5.xlarge }]',
        '[{ type: m6i.xlarge, weight: 4 }, { type: m5.4xlarge, weight: 1 }, { type: m5.large, weight: 1 }, { type: m5.metal, weight: 1 }]',
      ],
    ],
    says: [
      `${workers}<1> CW1037 spec.instances.types[1].weight: m5.4xlarge weighs 1, less than the smaller m6i.xlarge with 4 | weigh types by what they have room for, vCPUs for example`,
    ],
  },
  {
    title: 'the volume of etcd has room for its quota',
    edits: [[prod, 'etcd: { volume: { sizeGiB: 100', 'etcd: { quotaGiB: 16, volume: { sizeGiB: 10']],
    says: [
      `${prod}<16> CW1038 spec.etcd.quotaGiB: etcd may grow to 16 GiB, for which its volume of 10 GiB has no room | raise spec.etcd.volume.sizeGiB to 48, or lower quotaGiB`,
    ],
  },
  {
    title: 'a kubelet is of the version that its release has',
    edits: [[release, 'release/v1.36.4/bin', 'release/v1.35.4/bin']],
    says: [
      `${release}<https://dl.k8s.io/release/v1.35.4/bin/linux/{arch> CW1433 spec.kubernetes.kubelet.url: this is the kubelet of 1.35.4, but the release is of Kubernetes 1.36.4 | correct the address and the digests, or the version`,
    ],
  },
  {
    title: 'a taint comes once',
    edits: [
      [
        workers,
        '  scaling:',
        '  taints: [{ key: gpu, effect: NoSchedule }, { key: gpu, value: x, effect: NoSchedule }]\n  scaling:',
      ],
    ],
    says: [`${workers}<{> CW1032 spec.taints[1]: taint gpu:NoSchedule stands here twice | remove one of them`],
  },
  {
    title: 'settings of spot nodes belong to pools that have some',
    edits: [[dev, 'types: [{ type: m6i.large }]', 'types: [{ type: m6i.large }]\n    spot: { maxPrice: "0.1" }']],
    says: [
      `${dev}<{> CW1033 spec.instances.spot: the pool has no spot nodes: all are on demand | lower spec.instances.onDemand.percentageAbove, or remove spec.instances.spot`,
    ],
  },
  {
    title: 'the heaviest instance of a pool fits into it',
    edits: [[dev, 'types: [{ type: m6i.large }]', 'types: [{ type: m6i.large, weight: 4 }]']],
    says: [
      `${dev}<4> CW1034 spec.instances.types[0].weight: m6i.large weighs 4, but max is 3 | raise spec.scaling.max, which counts weights, too`,
    ],
  },
  {
    title: 'a pool asks for a Flatcar that its release has images of',
    edits: [[workers, '  scaling:', '  flatcar: { version: 4593.2.6 }\n  scaling:']],
    says: [
      `${workers}<4593.2.6> CW1035 spec.flatcar.version: release v1.36.4 has no images of Flatcar 4593.2.6 | known: 4593.2.5; or add it to spec.flatcar.alternatives`,
    ],
  },
  {
    title: 'a family comes in the sizes that it has',
    edits: [[batch, 'type: m7g.2xlarge', 'type: m7g.3xlarge']],
    says: [
      `${batch}<m7g.3xlarge> CW1030 spec.instances.types[0].type: there is no instance type m7g.3xlarge | did you mean "2xlarge"? m7g comes as 12xlarge, 16xlarge, 2xlarge, 4xlarge, 8xlarge, large, medium, metal, xlarge`,
    ],
  },
  {
    title: 'a family that is not known may be new',
    edits: [[batch, 'type: m7g.2xlarge', 'type: m99g.2xlarge']],
    says: [
      `${batch}<m99g.2xlarge> CW1030 spec.instances.types[0].type: instance family m99g is not known | did you mean "m9g.2xlarge"? A family that is newer than this clusterwright counts as the smallest of its size`,
    ],
  },
  {
    title: 'volumes of nodes are what gp3 can be, too',
    edits: [[workers, '  scaling:', '  volumes: { logs: { sizeGiB: 5, iops: 3000 } }\n  scaling:']],
    says: [
      `${workers}<3000> CW1028 spec.volumes.logs.iops: 3000 IOPS are more than a gp3 volume of 5 GiB can have | lower iops to 2500, or raise sizeGiB to 6`,
    ],
  },
  {
    title: 'a secret does not take the place of what clusterwright puts on nodes',
    edits: [
      devSpec('  secrets: [{ name: token, path: /etc/kubernetes/pki/ca.crt, secretRef: { ssm: { name: /token } } }]\n'),
    ],
    says: [
      `${dev}</etc/kubernetes/pki/ca.crt> CW1039 spec.secrets[0].path: /etc/kubernetes/pki/ on nodes is clusterwright's | take a folder of your own, for example /etc/registry/`,
    ],
  },
  {
    title: 'pods and machines have different addresses',
    edits: [devNetwork('    cni: { podCidr: 10.64.16.0/22 }\n')],
    says: [
      `${dev}<10.64.16.0/22> CW1208 spec.network.cni.podCidr: the block of pods, 10.64.16.0/22, overlaps 10.64.16.0/20 of the cluster itself | set spec.network.cni.podCidr to a block that no machine uses`,
    ],
  },
  {
    title: 'the block of pods is large enough for eight zones, and small enough for a VPC',
    edits: [devNetwork('    cni: { podCidr: 100.64.0.0/26 }\n')],
    says: [
      `${dev}<100.64.0.0/26> CW1208 spec.network.cni.podCidr: 100.64.0.0/26 cannot be shared out to zones: a block of a VPC has at most a /16, an eighth of it at least a /28 | take a block between /16 and /25`,
    ],
  },
  {
    title: 'a zone takes its pods’ addresses from the block of pods',
    edits: [[dev, 'cidr: 10.64.16.0/23 }', 'cidr: 10.64.16.0/23, podCidr: 100.65.0.0/19 }']],
    says: [
      `${dev}<100.65.0.0/19> CW1208 spec.network.zones[0].podCidr: 100.65.0.0/19 is outside 100.64.0.0/16, the block of pods | take a part of spec.network.cni.podCidr`,
    ],
  },
  {
    title: 'blocks that are added to a VPC are of a range that AWS adds',
    edits: [devNetwork('    cni: { podCidr: 192.168.0.0/16 }\n')],
    says: [
      `${dev}<192.168.0.0/16> CW1209 spec.network.cni.podCidr: AWS adds no block of 192.168.0.0/16 to a VPC that begins with 10.64.16.0/20 | take a block of the same private range, or of 100.64.0.0/10`,
    ],
  },
  {
    title: 'what a cluster sets has an effect',
    edits: [devNetwork('    cni: { plugin: cilium, warmIpTarget: 2 }\n')],
    says: [
      `${dev}<2> CW1401 spec.network.cni.warmIpTarget: this has no effect: the pod network is cilium | remove it, or set plugin: aws-vpc`,
    ],
  },
  {
    title: 'an allow list says nothing twice',
    edits: [[prod, 'allow: [203.0.113.0/24]', 'allow: [203.0.113.0/24, 203.0.113.7/32]']],
    says: [
      `${prod}<203.0.113.7/32]> CW1402 spec.api.public.allow[1]: 203.0.113.7/32 may connect already, as part of 203.0.113.0/24 | remove it`,
    ],
  },
  {
    title: 'the management network need not be allowed',
    edits: [devSpec('  api: { internal: { allow: [10.0.0.0/16] } }\n')],
    says: [
      `${dev}<10.0.0.0/16]> CW1402 spec.api.internal.allow[0]: 10.0.0.0/16 may connect already, as part of 10.0.0.0/16 | remove it`,
    ],
  },
  {
    title: 'the internal load balancer is not open to everybody',
    edits: [devSpec('  api: { internal: { allow: [0.0.0.0/0] } }\n')],
    says: [
      `${dev}<0.0.0.0/0]> CW1403 spec.api.internal.allow[0]: the internal load balancer is for known networks | list the networks, or use spec.api.public`,
    ],
  },
  {
    title: 'without NAT everything that nodes need is inside',
    edits: [devNetwork('    nat: none\n    endpoints: { s3: false, interface: [ec2, ecr.api, ecr.dkr, kms, sts] }\n')],
    says: [
      `${dev}<account:> CW1404 spec.downloads.mirror: without NAT nodes cannot download binaries from the internet | name a mirror inside: spec.downloads.mirror: s3://…`,
      `${dev}<false> CW1404 spec.network.endpoints.s3: without NAT nodes cannot reach S3, where their configs lie | set it to true`,
      `${dev}<[ec2> CW1404 spec.network.endpoints.interface: without NAT nodes cannot reach autoscaling, cloudformation, elasticloadbalancing | add them to spec.network.endpoints.interface`,
    ],
  },
  {
    title: 'pods get roles only where somebody vouches for their tokens',
    edits: [devSpec('  workloadIdentity: { enabled: true }\n')],
    says: [
      `${dev}<true> CW1405 spec.workloadIdentity.enabled: the Fleet says nobody who vouches for the tokens of pods | set spec.workloadIdentity.issuerUrl in the Fleet`,
    ],
  },
  {
    title: 'a role for pods is there to do something',
    edits: [
      issuer(),
      devSpec('  workloadIdentity: { roles: [{ name: backup, serviceAccounts: [default/backup] }] }\n'),
    ],
    says: [`${dev}<{> CW1408 spec.workloadIdentity.roles[0]: role backup may do nothing | list policies or statements`],
  },
  {
    title: 'names in the lists of a cluster are unique',
    edits: [devSpec(`  ssh: { users: [{ name: ops, keys: [${sshKey}] }, { name: ops, keys: [${sshKey}] }] }\n`)],
    says: [
      `${dev}<ops> CW1010 spec.ssh.users[1].name: user "ops" exists already (${dev}<ops>) | rename or remove one of them`,
    ],
  },
  {
    title: 'secrets go to nodes that there are',
    edits: [
      devSpec('  secrets: [{ name: token, path: /etc/token, nodes: [gpu], secretRef: { ssm: { name: /token } } }]\n'),
    ],
    says: [`${dev}<gpu]> CW1011 spec.secrets[0].nodes[0]: there is no node pool "gpu" | known: control-plane, workers`],
  },
  {
    title: 'a login has a provider and a client',
    edits: [devSpec('  oidc: { issuerUrl: https://login.example.com }\n')],
    says: [
      `${dev}<{> CW1003 spec.oidc.clientId: missing field "clientId" | set it here, or for all in the Fleet's spec.defaults.cluster.oidc.clientId`,
    ],
  },
  {
    title: 'what tokens say never becomes a name of Kubernetes itself',
    edits: [devSpec('  oidc: { issuerUrl: https://login.example.com, clientId: k8s, groupsPrefix: "system:" }\n')],
    says: [
      `${dev}<"system:"> CW1416 spec.oidc.groupsPrefix: names that begin with system: are those of Kubernetes itself | take another prefix`,
    ],
  },
  {
    title: 'there are no more tags than AWS takes, with what is inherited',
    edits: [devSpec(`  tags: { ${Array.from({ length: 40 }, (_, index) => `t${index}: x`).join(', ')} }\n`)],
    says: [
      `${dev}<{> CW1410 spec.tags: there are 41 tags with what is inherited; 40 are the limit | AWS takes 50, some of which clusterwright and Kubernetes set`,
    ],
  },
  {
    title: 'tags differ in more than letter case',
    edits: [devSpec('  tags: { Managed-By: ops }\n')],
    says: [
      `${dev}<ops> CW1411 spec.tags.Managed-By: tags Managed-By and managed-by differ in letter case only, which IAM takes for the same | write both the same way`,
    ],
  },
  {
    title: 'tags that clusterwright and Kubernetes set are left to them',
    edits: [[workers, '  scaling:', '  tags: { Name: mine }\n  scaling:']],
    says: [`${workers}<mine> CW1412 spec.tags.Name: tag Name is set by clusterwright or Kubernetes | take another key`],
  },
  {
    title: 'VPCs are peered within a partition, and an account is in one',
    edits: [
      devSpec('  region: cn-north-1\n'),
      [dev, /eu-central-1a/g, 'cn-north-1a'],
      [release, '      eu-central-1:', '      cn-north-1: { amd64: ami-0123456789abcdef0 }\n      eu-central-1:'],
    ],
    says: [
      `${dev}<cn-north-1> CW1414 spec.region: cn-north-1 cannot be peered with management network main in eu-central-1: they are in different partitions of AWS | take a management network of the same partition, or none`,
      `${dev}<cn-north-1> CW1415 spec.region: account payments-dev has roles in partition aws, but cn-north-1 is in aws-cn | take an account of the same partition, or correct the ARNs of its roles`,
    ],
  },
  {
    title: 'something on the internet leads to a public name',
    edits: [[fleet, /\n +hostedZone: .*/, '']],
    says: [
      `${prod}<{> CW1417 spec.api.public: nothing on the internet leads to the public zone of cluster prod-a | set hostedZone of management network main, or delegate it from your own zone and set spec.dns.delegatedByHand: true`,
    ],
  },
  {
    title: 'clusters that nothing leads to are told together',
    edits: [[fleet, /\n +hostedZone: .*/, ''], devSpec('  api: { public: { allow: [203.0.113.0/24] } }\n')],
    says: [
      `${dev}<{> CW1417 spec.api.public: nothing on the internet leads to the public zone of cluster dev-b, nor to those of 1 more | set hostedZone of management network main, or delegate it from your own zone and set spec.dns.delegatedByHand: true`,
    ],
  },
  {
    title: 'who delegates by hand says so once',
    edits: [
      [fleet, /\n +hostedZone: .*/, ''],
      [fleet, '      connect: main', '      connect: main\n      dns: { delegatedByHand: true }'],
    ],
    says: [],
  },
  {
    title: 'a permission ends',
    edits: [devSpec('  allow: [{ stack: tccp, resource: Vpc, until: "2026-11-20" }]\n')],
    says: [`${dev}<"2026-11-20"> CW1450 spec.allow[0].until: this ended with 2026-11-20 | remove it`],
  },
  {
    title: 'a permission names a stack that there is',
    edits: [devSpec('  allow: [{ stack: tcnp-gpu, resource: Vpc, until: "2026-11-21" }]\n')],
    says: [
      `${dev}<tcnp-gpu> CW1451 spec.allow[0].stack: the cluster has no stack tcnp-gpu | known: tcs, tccpi, tccp, tccpf, tccpn, tcnp-workers`,
    ],
  },
  {
    title: 'a permission is for something',
    edits: [devSpec('  allow: [{ stack: tccp, until: "2026-11-21" }]\n')],
    says: [
      `${dev}<{> CW1455 spec.allow[0]: this allows nothing: it names neither a step nor a resource of a stack | set step, or stack and resource`,
    ],
  },
  {
    title: 'a deletion is confirmed with the right name',
    edits: [devSpec('  deletion: { confirm: dev-a }\n')],
    says: [`${dev}<dev-a> CW1452 spec.deletion.confirm: this is dev-b, not dev-a | write its name to have it deleted`],
  },
  {
    title: 'a pause says why',
    edits: [devSpec('  paused: { until: "2026-12-01" }\n')],
    says: [`${dev}<{> CW1453 spec.paused: the pause says no reason | add reason, for whoever wonders`],
  },
  {
    title: 'a pause that is over is removed',
    edits: [devSpec('  paused: { until: "2026-11-21T11:00:00Z", reason: migration }\n')],
    says: [`${dev}<"2026-11-21T11:00:00Z"> CW1454 spec.paused.until: the pause is over | remove it`],
  },
];
