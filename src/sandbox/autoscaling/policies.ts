import type { Properties } from '../resource.js';
import { text } from '../resources/text.js';
import { resolve } from '../templates/resolve.js';
import type { Scope } from '../templates/scope.js';
import { validationError } from '../templates/template-error.js';
import { durationSeconds } from './pace.js';

/** How many signals a new resource waits for, and how long. */
export interface CreationPolicy {
  readonly count: number;
  /** ISO 8601. */
  readonly timeout: string;
  readonly minSuccessfulPercent: number;
}

export interface RollingUpdate {
  readonly maxBatchSize: number;
  readonly minInService: number;
  readonly minSuccessfulPercent: number;
  readonly minActivePercent: number;
  /** ISO 8601. */
  readonly pauseTime: string;
  readonly suspendProcesses: readonly string[];
  readonly waitOnSignals: boolean;
}

export interface UpdatePolicy {
  readonly rollingUpdate: RollingUpdate | undefined;
  readonly willReplace: boolean;
  readonly ignoreUnmodifiedSizes: boolean;
}

/** Undefined if the resource is complete as soon as it exists. */
export function creationPolicyOf(logicalId: string, scope: Scope): CreationPolicy | undefined {
  const policy = attribute(logicalId, scope, 'CreationPolicy');
  const signal = member(policy, 'ResourceSignal');
  if (!signal) return undefined;
  const count = number(signal.Count, 1);
  if (count === 0) return undefined;
  const percent = number(member(policy, 'AutoScalingCreationPolicy')?.MinSuccessfulInstancesPercent, 100);
  return { count, timeout: duration(signal.Timeout, 'PT5M'), minSuccessfulPercent: percent };
}

export function updatePolicyOf(logicalId: string, scope: Scope): UpdatePolicy {
  const policy = attribute(logicalId, scope, 'UpdatePolicy');
  const rolling = member(policy, 'AutoScalingRollingUpdate');
  return {
    rollingUpdate: rolling && rollingUpdate(rolling),
    willReplace: flag(member(policy, 'AutoScalingReplacingUpdate')?.WillReplace),
    ignoreUnmodifiedSizes: flag(member(policy, 'AutoScalingScheduledAction')?.IgnoreUnmodifiedGroupSizeProperties),
  };
}

/** Properties of a group whose change calls for other instances. */
export const obsoletingProperties: readonly string[] = [
  'LaunchConfigurationName',
  'LaunchTemplate',
  'MixedInstancesPolicy',
  'PlacementGroup',
  'VPCZoneIdentifier',
];

function rollingUpdate(policy: Properties): RollingUpdate {
  const waitOnSignals = flag(policy.WaitOnResourceSignals);
  return {
    maxBatchSize: Math.max(1, number(policy.MaxBatchSize, 1)),
    minInService: number(policy.MinInstancesInService, 0),
    minSuccessfulPercent: number(policy.MinSuccessfulInstancesPercent, 100),
    minActivePercent: number(policy.MinActiveInstancesPercent, 100),
    pauseTime: duration(policy.PauseTime, waitOnSignals ? 'PT5M' : 'PT0S'),
    suspendProcesses: ((policy.SuspendProcesses ?? []) as readonly unknown[]).map(String),
    waitOnSignals,
  };
}

function attribute(logicalId: string, scope: Scope, name: 'CreationPolicy' | 'UpdatePolicy'): Properties | undefined {
  return resolve(scope.template.Resources[logicalId]?.[name], scope) as Properties | undefined;
}

function member(policy: Properties | undefined, name: string): Properties | undefined {
  return policy?.[name] as Properties | undefined;
}

function number(value: unknown, initial: number): number {
  if (value === undefined) return initial;
  const given = Number(value);
  if (Number.isInteger(given)) return given;
  throw validationError(`Encountered non numeric value ${JSON.stringify(value)} in an update or creation policy`);
}

function duration(value: unknown, initial: string): string {
  const given = value === undefined ? initial : (text(value) ?? '');
  if (durationSeconds(given) !== undefined) return given;
  throw validationError(`Invalid format for PauseTime or Timeout: "${given}" is no ISO 8601 duration`);
}

function flag(value: unknown): boolean {
  return text(value) === 'true';
}
