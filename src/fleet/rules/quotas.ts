import type { Finding } from '../../model/finding.js';
import type { Account, Cluster, Fleet } from '../../model/fleet.js';
import type { Place } from '../../model/source.js';
import { doubt, mistake } from './mistake.js';

type Quota = keyof NonNullable<Account['quotas']>;

/** AWS's defaults: Service Quotas of VPC, EC2, Elastic Load Balancing and CloudFormation. All can be raised. */
const defaults: Readonly<Record<Quota, number>> = {
  vpcs: 5,
  elasticIps: 5,
  natGatewaysPerZone: 5,
  networkLoadBalancers: 50,
  stacks: 2000,
  blocksPerVpc: 5,
  peeringsPerVpc: 50,
  routesPerTable: 50,
  rulesPerSecurityGroup: 60,
};

interface Use {
  readonly quota: Quota;
  readonly what: string;
  readonly account: Account;
  /** What the quota is for: a region of the account, a zone, a VPC. */
  readonly where: string;
  readonly count: number;
  readonly place: Place;
}

/** CW1501: what the fleet's clusters need together, against what AWS gives an account. Told once, at the last cluster. */
export function quotas({ clusters }: Fleet): Finding[] {
  const summed = new Map<string, Use>();
  for (const use of clusters.flatMap(usesOf)) {
    const id = [use.quota, use.account.id, use.where].join('/');
    summed.set(id, { ...use, count: use.count + (summed.get(id)?.count ?? 0) });
  }
  return [...summed.values()].flatMap(({ quota, what, account, where, count, place }) => {
    const limit = account.quotas?.[quota] ?? defaults[quota];
    if (count <= limit) return [];
    const message = `${count} ${what} in ${where} of account ${account.name}, where AWS allows ${limit}`;
    const hint = `ask AWS for more, and say so in spec.quotas.${quota} of the account`;
    return [doubt('CW1501', place, { message, hint })];
  });
}

/** CW1502: a VPC has at most 125 peerings, whatever one asks for. Amazon VPC user guide, "Amazon VPC quotas". */
export function peerings({ clusters }: Fleet): Finding[] {
  const counts = new Map<string, number>();
  return clusters.flatMap(({ connect, source }) => {
    if (connect === undefined) return [];
    const count = (counts.get(connect.name) ?? 0) + 1;
    counts.set(connect.name, count);
    if (count !== 126) return [];
    const message = `management network ${connect.name} has more than 125 clusters, as many as a VPC can be peered with`;
    return [
      mistake('CW1502', { source, pointer: '/spec/connect' }, { message, hint: 'make another management network' }),
    ];
  });
}

function usesOf(cluster: Cluster): Use[] {
  const { account, region, network, connect, nodePools, api, source } = cluster;
  const at = (pointer: string): Place => ({ source, pointer });
  const inRegion = { account, where: region };
  const nats = network.nat === 'none' ? 0 : network.nat === 'single' ? 1 : network.zones.length;
  const natZones = network.zones.slice(0, nats);
  const own = nodePools.filter(({ cidr }) => cidr !== undefined);
  const allowed = (api.public?.allow.length ?? 0) + (connect?.egressAddresses?.length ?? 0);
  return [
    { ...inRegion, quota: 'vpcs', what: 'VPCs', count: 1, place: at('/spec/network/cidr') },
    { ...inRegion, quota: 'elasticIps', what: 'Elastic IP addresses', count: nats, place: at('/spec/network/nat') },
    { ...inRegion, quota: 'stacks', what: 'stacks', count: 3 + nodePools.length, place: at('/metadata/name') },
    {
      ...inRegion,
      quota: 'networkLoadBalancers',
      what: 'network load balancers',
      count: api.public === undefined ? 1 : 2,
      place: at('/spec/api'),
    },
    ...natZones.map(({ name }): Use => {
      return {
        account,
        where: name,
        quota: 'natGatewaysPerZone',
        what: 'NAT gateways',
        count: 1,
        place: at('/spec/network/nat'),
      };
    }),
    {
      account,
      where: `the VPC of cluster ${cluster.name}`,
      quota: 'blocksPerVpc',
      what: 'blocks',
      count: 1 + own.length + (hasPodBlock(cluster) ? 1 : 0),
      place: at('/spec/network'),
    },
    {
      account,
      where: `the load balancer of cluster ${cluster.name}`,
      quota: 'rulesPerSecurityGroup',
      what: 'inbound rules',
      count: allowed,
      place: at('/spec/api/public/allow'),
    },
    ...(connect === undefined
      ? []
      : ([
          {
            account: connect.account,
            where: `management network ${connect.name}`,
            quota: 'peeringsPerVpc',
            what: 'peerings',
            count: 1,
            place: at('/spec/connect'),
          },
          {
            account: connect.account,
            where: `each route table of management network ${connect.name}`,
            quota: 'routesPerTable',
            what: 'routes',
            count: 1 + own.length,
            place: at('/spec/connect'),
          },
        ] as const)),
  ];
}

function hasPodBlock({ network }: Cluster): boolean {
  return network.zones.some(({ podCidr }) => podCidr !== undefined);
}
