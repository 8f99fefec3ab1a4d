import type { World } from '../../world.js';
import type { Place } from '../context.js';
import { allStacks } from '../stacks.js';
import type { Stack, StackResource } from '../state.js';
import { addressAt, blockOf } from './cidr.js';
import { idPrefixes } from './physical-ids.js';

/** Live resources of all stacks, as a resource that is being made sees them. */
export interface Surroundings {
  /** Live resources of a type in the account and region, or in the whole account for global types. */
  ofType(type: string): readonly LiveResource[];
  /** Live resources of the account and region whose properties contain the text, as an id. */
  using(id: string): readonly LiveResource[];
  exists(id: string): boolean;
  /** A free IPv4 address of the subnet that a network interface names. */
  freeAddress(networkInterface: Readonly<Record<string, unknown>>): string;
  /** The VPC of that subnet, if it is known. */
  vpcOf(networkInterface: Readonly<Record<string, unknown>>): string | undefined;
}

export interface LiveResource extends StackResource {
  readonly physicalId: string;
  readonly stackId: string;
}

export function surroundings(world: World, place: Place): Surroundings {
  const live = () => allStacks(world).filter(({ accountId }) => accountId === place.accountId);
  const local = () => live().filter(({ region }) => region === place.region);
  const ofType = (type: string) =>
    (type.startsWith('AWS::IAM::') ? live() : local()).flatMap(stack =>
      liveResources(stack, resource => resource.type === type),
    );
  const subnetOf = (properties: Readonly<Record<string, unknown>>) =>
    ofType('AWS::EC2::Subnet').find(({ physicalId }) => physicalId === properties.SubnetId);
  return {
    ofType,
    using: id =>
      local().flatMap(stack =>
        liveResources(stack, ({ properties }) => JSON.stringify(properties).includes(`"${id}"`)),
      ),
    exists(id) {
      const type = Object.keys(idPrefixes).find(name => idPrefixes[name] === id.slice(0, id.lastIndexOf('-')));
      return (
        type !== undefined &&
        local().some(stack => liveResources(stack, resource => resource.physicalId === id).length > 0)
      );
    },
    freeAddress(properties) {
      const subnet = subnetOf(properties);
      // Of a subnet that no stack made nothing is known.
      const block = blockOf(subnet?.properties) ?? { first: 0xc0_00_02_00, size: 256, prefix: 24 };
      const taken = ofType('AWS::EC2::NetworkInterface')
        .filter(({ properties: other }) => other.SubnetId === properties.SubnetId)
        .map(({ attributes }) => attributes.PrimaryPrivateIpAddress);
      // The first four addresses and the last one of every subnet are AWS's own.
      for (let index = 4; index < block.size - 1; index += 1) {
        const address = addressAt(block, index);
        if (!taken.includes(address)) return address;
      }
      return '192.0.2.4';
    },
    vpcOf: properties => {
      const vpc = subnetOf(properties)?.properties.VpcId;
      return typeof vpc === 'string' ? vpc : undefined;
    },
  };
}

/** Live resources of a stack that fit; asked for often, so nothing is copied that does not. */
function liveResources(
  { resources, operation, stackId }: Stack,
  fits: (resource: StackResource) => boolean,
): readonly LiveResource[] {
  const found: LiveResource[] = [];
  for (const resource of [...Object.values(resources), ...(operation?.leftovers ?? [])]) {
    const { physicalId, status } = resource;
    if (physicalId === undefined || status === 'DELETE_COMPLETE' || status === 'DELETE_SKIPPED') continue;
    if (fits(resource)) found.push({ ...resource, physicalId, stackId });
  }
  return found;
}
