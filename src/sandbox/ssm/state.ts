import type { Place } from '../resources/live-resource.js';
import { resourcesOf } from '../resources/store.js';
import type { PartitionKey, World } from '../world.js';

/** The parameter store of one account and region. */
export interface SsmState {
  /** By name. */
  readonly parameters: Record<string, Parameter>;
}

export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  tier: 'Standard' | 'Advanced';
  description?: string;
  /** Latest last; the oldest ones are forgotten. */
  readonly versions: ParameterVersion[];
}

export type ParameterType = 'String' | 'StringList' | 'SecureString';

export interface ParameterVersion {
  /** Counts from 1. */
  readonly number: number;
  /** Of a secure string: ciphertext in Base64. */
  readonly value: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly byArn: string;
  /** Of a secure string: the key as it was named. */
  readonly keyId?: string;
}

/** The parameter of that name, which a stack may have made. */
export function parameterAt(world: World, place: Place, name: string): Parameter | undefined {
  return ownParameter(world, place, name) ?? parameterOfStack(world, place, name);
}

export function ownParameter(world: World, place: Place, name: string): Parameter | undefined {
  const { parameters } = ssmState(world, place);
  return Object.hasOwn(parameters, name) ? parameters[name] : undefined;
}

export function ownParameters(world: World, place: Place): readonly Parameter[] {
  return Object.values(ssmState(world, place).parameters);
}

/** A parameter that a stack made: one version, never secure. It is CloudFormation's to change. */
export function parameterOfStack(world: World, place: Place, name: string): Parameter | undefined {
  const resources = resourcesOf(world);
  const made =
    resources.find(place, 'AWS::SSM::Parameter', name) ?? resources.named(place, 'AWS::SSM::Parameter', name)[0];
  const { Value: value, Type: type } = made?.properties ?? {};
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return {
    name,
    type: type === 'StringList' ? 'StringList' : 'String',
    tier: 'Standard',
    versions: [{ number: 1, value: String(value), at: 0, byArn: `arn:aws:iam::${place.accountId}:root` }],
  };
}

export function ssmState(world: World, place: Place): SsmState {
  return world.partition<SsmState>(ssmPartition(place), () => ({ parameters: {} }));
}

export function saveSsm(world: World, place: Place): Promise<void> {
  return world.changed(ssmPartition(place));
}

export function parameterArn({ accountId, region }: Place, name: string): string {
  return `arn:aws:ssm:${region}:${accountId}:parameter/${name.replace(/^\//, '')}`;
}

function ssmPartition({ accountId, region }: Place): PartitionKey {
  return { service: 'ssm', accountId, region };
}
