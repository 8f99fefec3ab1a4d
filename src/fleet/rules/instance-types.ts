import { architectureOf, runsLinux } from '../../model/architecture.js';
import type { Finding } from '../../model/finding.js';
import type { ControlPlane, NodePool } from '../../model/fleet.js';
import { typeParts } from '../../model/instance-types.js';
import type { Place } from '../../model/source.js';
import { doubt, mistake } from './mistake.js';

/** CW1020 for the masters. */
export function masterInstanceType({ instanceType, source }: ControlPlane): Finding[] {
  return linuxOnly(instanceType, { source, pointer: '/spec/instanceType' });
}

/** CW1020, CW1021, CW1022 and CW1029: the instance types of a pool can stand in for each other. */
export function poolInstanceTypes({ instances: { types }, source }: NodePool): Finding[] {
  const [first, ...others] = types;
  if (first === undefined) return [];
  const place = (type: (typeof types)[number], field: string): Place => {
    return { source, pointer: `/spec/instances/types/${types.indexOf(type)}${field}` };
  };
  const linux = types.flatMap(type => linuxOnly(type.type, place(type, '/type')));
  const architecture = architectureOf(first.type);
  const mixed = others
    .filter(({ type }) => runsLinux(type) && architectureOf(type) !== architecture)
    .map(type => {
      const message = `${type.type} is ${architectureOf(type.type)}, but ${first.type} is ${architecture}`;
      const hint = 'nodes of a pool boot one image: make a pool for each architecture';
      return mistake('CW1021', place(type, '/type'), { message, hint });
    });
  const repeated = others
    .filter(type => types.findIndex(({ type: name }) => name === type.type) < types.indexOf(type))
    .map(type =>
      mistake('CW1029', place(type, '/type'), {
        message: `${type.type} stands here twice`,
        hint: 'remove one of them',
      }),
    );
  const unweighted = types.filter(({ weight }) => weight === undefined);
  const weights =
    unweighted.length === types.length
      ? []
      : unweighted.map(type => {
          const message = `${type.type} has no weight, but other types of the pool have one`;
          return mistake('CW1022', place(type, ''), { message, hint: 'weigh all types or none' });
        });
  return [...linux, ...mixed, ...repeated, ...weights];
}

function linuxOnly(type: string, place: Place): Finding[] {
  if (runsLinux(type)) return [];
  return [mistake('CW1020', place, { message: `${type} runs macOS only`, hint: 'take a type that runs Linux' })];
}

/** CW1037: of a pool's types, one of a larger size does not count for less. */
export function weightsBySize({ instances: { types }, source }: NodePool): Finding[] {
  return types.flatMap(({ type, weight }, index) => {
    const size = virtualCpus(type);
    if (weight === undefined || size === undefined) return [];
    const smaller = types.find(other => (virtualCpus(other.type) ?? size) < size && (other.weight ?? weight) > weight);
    if (smaller === undefined) return [];
    const place = { source, pointer: `/spec/instances/types/${index}/weight` };
    const message = `${type} weighs ${weight}, less than the smaller ${smaller.type} with ${smaller.weight}`;
    return [doubt('CW1037', place, { message, hint: 'weigh types by what they have room for, vCPUs for example' })];
  });
}

/** By the size in its name, which is the same in nearly all families; undefined for bare metal. */
function virtualCpus(type: string): number | undefined {
  const size = typeParts(type).size;
  const times = /^(\d*)xlarge$/.exec(size)?.[1];
  if (times !== undefined) return 4 * Number(times || 1);
  return { nano: 0.25, micro: 0.5, small: 0.75, medium: 1, large: 2 }[size];
}
