import { createHash } from 'node:crypto';
import { AwsFault } from '../fault.js';
import type { LiveResource } from '../resources/live-resource.js';
import { resourcesOf } from '../resources/store.js';
import { text } from '../resources/text.js';
import type { Call, Fields } from './call.js';
import { required, requireResource, tagSet } from './call.js';
import type { Description } from './describe.js';
import { vpcBlocks } from './networks.js';

const tableType = 'AWS::EC2::RouteTable';
const routeType = 'AWS::EC2::Route';

export const routeTableDescription: Description = {
  type: tableType,
  set: 'routeTableSet',
  ids: 'RouteTableId',
  id: 'routeTableId',
  items: call =>
    resourcesOf(call.nodes.world)
      .ofType(call.place, tableType)
      .map(table => ({
        routeTableId: table.physicalId,
        vpcId: text(table.properties.VpcId),
        ownerId: table.accountId,
        routeSet: [...localRoutes(call, table), ...routes(call, table)],
        associationSet: associations(call, table),
        tagSet: tagSet(table),
      })),
  filters: {
    'route-table-id': 'routeTableId',
    'vpc-id': 'vpcId',
    'association.subnet-id': 'associationSet.subnetId',
    'association.route-table-association-id': 'associationSet.routeTableAssociationId',
    'association.main': 'associationSet.main',
    'route.destination-cidr-block': 'routeSet.destinationCidrBlock',
    'route.gateway-id': 'routeSet.gatewayId',
    'route.nat-gateway-id': 'routeSet.natGatewayId',
    'route.state': 'routeSet.state',
    'route.vpc-peering-connection-id': 'routeSet.vpcPeeringConnectionId',
  },
};

export async function createRoute(call: Call): Promise<Fields> {
  const { id, destination } = named(call);
  const resources = resourcesOf(call.nodes.world);
  if (resources.find(call.place, routeType, id)) {
    throw new AwsFault('RouteAlreadyExists', `The route identified by ${destination} already exists.`);
  }
  resources.put({
    ...call.place,
    type: routeType,
    physicalId: id,
    maker: 'ec2',
    logicalId: '',
    generation: 1,
    properties: routeProperties(call),
    attributes: {},
  });
  await resources.keep(call.place);
  return { return: true };
}

export async function replaceRoute(call: Call): Promise<Fields> {
  const { id, destination } = named(call);
  const resources = resourcesOf(call.nodes.world);
  const route = resources.find(call.place, routeType, id);
  if (!route) {
    const message = `There is no route defined for '${destination}' in the route table. Use CreateRoute instead.`;
    throw new AwsFault('InvalidParameterValue', message);
  }
  resources.put({ ...route, properties: routeProperties(call) });
  await resources.keep(call.place);
  return { return: true };
}

export async function deleteRoute(call: Call): Promise<Fields> {
  const { id, destination, table } = named(call);
  const resources = resourcesOf(call.nodes.world);
  const route = resources.find(call.place, routeType, id);
  if (!route) {
    const message = `no route with destination-cidr-block ${destination} in route table ${table.physicalId}`;
    throw new AwsFault('InvalidRoute.NotFound', message);
  }
  resources.remove(route);
  await resources.keep(call.place);
  return { return: true };
}

/** Where a route may lead, in CloudFormation's names; EC2's differ in the first letter only. */
const targets = [
  'EgressOnlyInternetGatewayId',
  'GatewayId',
  'InstanceId',
  'NatGatewayId',
  'NetworkInterfaceId',
  'TransitGatewayId',
  'VpcEndpointId',
  'VpcPeeringConnectionId',
];

const destinations = ['DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId'];

function named(call: Call) {
  const table = requireResource(call, tableType, required(call, 'RouteTableId'));
  const destination = destinations.map(name => call.parameters.get(name)).find(value => value !== undefined);
  if (destination === undefined) {
    throw new AwsFault('MissingParameter', 'The request must contain the parameter destinationCidrBlock');
  }
  return { table, destination, id: `${table.physicalId}|${destination}` };
}

function routeProperties({ parameters }: Call): LiveResource['properties'] {
  const given = ['RouteTableId', ...destinations, ...targets].filter(name => parameters.has(name));
  return Object.fromEntries(given.map(name => [name, parameters.get(name)]));
}

function localRoutes(call: Call, { properties }: LiveResource): readonly Fields[] {
  const vpc = resourcesOf(call.nodes.world).find(call.place, 'AWS::EC2::VPC', text(properties.VpcId) ?? '');
  return (vpc ? vpcBlocks(call, vpc) : []).map(({ cidrBlock }) => ({
    destinationCidrBlock: cidrBlock,
    gatewayId: 'local',
    state: 'active',
    origin: 'CreateRouteTable',
  }));
}

function routes({ nodes }: Call, table: LiveResource): readonly Fields[] {
  const referring = resourcesOf(nodes.world).referringTo(table, table.physicalId);
  const own = referring.filter(({ type }) => type === routeType).map(({ properties }) => properties);
  const endpoints = referring
    .filter(({ type, properties }) => type === 'AWS::EC2::VPCEndpoint' && properties.RouteTableIds !== undefined)
    .map(({ physicalId, region, properties }) => ({
      DestinationPrefixListId: prefixListOf(text(properties.ServiceName) ?? '', region),
      GatewayId: physicalId,
    }));
  return [...own, ...endpoints].map(properties => ({
    ...fieldsOf(properties, [...destinations, ...targets]),
    state: 'active',
    origin: 'CreateRoute',
  }));
}

/** The prefix lists of gateway endpoints have one id a region. */
function prefixListOf(service: string, region: string): string {
  return `pl-${createHash('sha256').update(`${service} ${region}`).digest('hex').slice(0, 8)}`;
}

function fieldsOf(properties: LiveResource['properties'], names: readonly string[]): Fields {
  const given = names.filter(name => properties[name] !== undefined);
  return Object.fromEntries(given.map(name => [name.charAt(0).toLowerCase() + name.slice(1), text(properties[name])]));
}

function associations({ nodes }: Call, table: LiveResource): readonly Fields[] {
  return resourcesOf(nodes.world)
    .referringTo(table, table.physicalId)
    .filter(({ type }) => type === 'AWS::EC2::SubnetRouteTableAssociation')
    .map(({ physicalId, properties }) => ({
      routeTableAssociationId: physicalId,
      routeTableId: table.physicalId,
      subnetId: text(properties.SubnetId),
      main: false,
      associationState: { state: 'associated' },
    }));
}
