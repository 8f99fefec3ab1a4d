import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Files of a fleet that nothing is said against, by path: the example's Fleet and Releases, an account for every two
 * clusters, a management network for every fifty, as many as a VPC is peered with by default, and for each cluster three
 * masters and three pools in two files, as a team would write them.
 */
export function generatedFleet(clusters: number, project: string): ReadonlyMap<string, string> {
  const example = join(project, 'examples/fleet');
  const files = new Map<string, string>();
  const fleet = readFileSync(join(example, 'fleet.yaml'), 'utf8');
  files.set(
    'fleet.yaml',
    fleet
      .replace('cidr: 10.64.0.0/12', 'cidr: 10.64.0.0/10')
      .replace('connect: main', 'connect: none')
      .replace(/(?<= {2}managementNetworks:\n).*?(?=\n\n)/s, networksText(Math.ceil(clusters / clustersPerNetwork))),
  );
  files.set('accounts/platform.yaml', readFileSync(join(example, 'accounts/platform.yaml'), 'utf8'));
  for (const release of readdirSync(join(example, 'releases'))) {
    files.set(`releases/${release}`, readFileSync(join(example, 'releases', release), 'utf8'));
  }
  for (let index = 0; index < clusters; index += 1) {
    const account = `team-${Math.floor(index / clustersPerAccount)}`;
    if (index % clustersPerAccount === 0) files.set(`accounts/${account}.yaml`, accountText(account, index));
    files.set(`clusters/c${index}/cluster.yaml`, clusterText(index, account));
    files.set(
      `clusters/c${index}/pools.yaml`,
      ['general', 'batch', 'web'].map((pool, at) => poolText(index, pool, at)).join('---\n'),
    );
  }
  return files;
}

const clustersPerAccount = 2;
const clustersPerNetwork = 50;

function networksText(count: number): string {
  const networks = Array.from({ length: count }, (_, index) => {
    const id = index.toString(16).padStart(17, '0');
    return `    - name: main-${index}
      account: platform
      region: eu-central-1
      vpc: { id: vpc-${id}, cidr: 10.${Math.floor(index / 16)}.${(index % 16) * 16}.0/20 }
      routeTables: [rtb-${id}]
      hostedZone: Z0123456789ABCDEFGHIJ`;
  });
  return networks.join('\n');
}

function accountText(name: string, index: number): string {
  const id = String(100_000_000_000 + index);
  const roles = ['plan', 'apply', 'service'].map(
    role => `    ${role}: arn:aws:iam::${id}:role/clusterwright-${role}\n`,
  );
  return `apiVersion: clusterwright.io/v1alpha1
kind: Account
metadata: { name: ${name} }
spec:
  id: "${id}"
  roles:
${roles.join('')}  quotas: { elasticIps: 10 }
`;
}

/** The third and later octets of the cluster's /20. */
function address(index: number, third: number): string {
  const block = index * 16 + third;
  return `10.${64 + Math.floor(block / 256)}.${block % 256}.0`;
}

function clusterText(index: number, account: string): string {
  const zones = ['a', 'b', 'c'].map(
    (zone, at) => `      - { name: eu-central-1${zone}, cidr: ${address(index, at * 2)}/23 }\n`,
  );
  return `# Cluster number ${index} of the fleet.
apiVersion: clusterwright.io/v1alpha1
kind: Cluster
metadata:
  name: c${index}
  labels: { team: ${account} }
spec:
  account: ${account}
  connect: main-${Math.floor(index / clustersPerNetwork)}
  network:
    cidr: ${address(index, 0)}/20
    zones:                               # each block: half public, half private
${zones.join('')}  api:
    public: { allow: [203.0.113.0/24] }
  ssh:
    trustedCaKeys:
      - ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDrLuQlKTAIPSmxrGVYUYWmuKZcFm1W4H0zYHnKuXc3p ops
  tags: { cost-center: "${4000 + index}" }
---
apiVersion: clusterwright.io/v1alpha1
kind: ControlPlane
metadata: { name: c${index} }
spec:
  cluster: c${index}
  replicas: 3
  zones: [eu-central-1a, eu-central-1b, eu-central-1c]
  instanceType: m6i.xlarge
  etcd: { volume: { sizeGiB: 100, iops: 3000, throughputMiBps: 125 } }
`;
}

function poolText(index: number, pool: string, at: number): string {
  return `apiVersion: clusterwright.io/v1alpha1
kind: NodePool
metadata: { name: ${pool} }
spec:
  cluster: c${index}
  zones:
    - { name: eu-central-1a, cidr: ${address(index, 6 + at * 2)}/24 }
    - { name: eu-central-1c, cidr: ${address(index, 7 + at * 2)}/24 }
  scaling: { min: 3, max: 10 }
  instances:
    types: [{ type: m6i.xlarge }, { type: m5.xlarge }]
    onDemand: { base: 1, percentageAbove: 50 }
    spot: { strategy: price-capacity-optimized }
  labels: { workload: ${pool} }
  update: { maxBatch: 10%, pause: PT10M }
`;
}
