import type { Cluster } from '../../../model/fleet.js';
import { partitionOf } from '../../../model/partition.js';
import { zonePart } from '../../logical-id.js';
import { fromName, fromSpec } from '../../stack-definition.js';
import { zoneIds } from './zones.js';

/** Ways from the VPC to AWS's services. */
export function endpointsView({ name, region, network: { endpoints, zones }, source }: Cluster) {
  const services = endpoints.interface.map((service, index) => ({
    id: `${zonePart(service.replaceAll('.', '-'))}Endpoint`,
    service: fromSpec(serviceName(service, region), source, `/spec/network/endpoints/interface/${index}`),
    name: fromSpec(`${name}-${service}`, source, `/spec/network/endpoints/interface/${index}`),
  }));
  const subnets = zones.map(zone => ({ id: zoneIds(zone.name).privateSubnet }));
  return {
    s3: endpoints.s3,
    interface: services.length === 0 ? null : { name: fromName(`${name}-endpoints`, { source }), subnets, services },
  };
}

type Service = Cluster['network']['endpoints']['interface'][number];

/** In China most services go by another name (aws-cdk, `InterfaceVpcEndpointAwsService`). */
function serviceName(service: Service, region: string): string {
  const prefix = partitionOf(region) === 'aws-cn' && renamedInChina.has(service) ? 'cn.com.amazonaws' : 'com.amazonaws';
  return `${prefix}.${region}.${service}`;
}

const renamedInChina: ReadonlySet<Service> = new Set([
  'autoscaling',
  'cloudformation',
  'ec2',
  'ecr.api',
  'ecr.dkr',
  'sts',
]);
