import type { Ports } from '../../src/reconcile/world.js';

export class Crash extends Error {}

/** Ports of a process that dies at its n-th call, before it has an effect or after: from then on nothing gets through. */
export function crashing(ports: Ports, nth: number, when: 'before' | 'after'): Ports {
  let count = 0;
  const wrap = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        if (name === 'bucket' || name === 'key') return (...call: unknown[]) => wrap(member(...call) as object);
        return async (...call: unknown[]) => {
          count++;
          if (count > nth || (count === nth && when === 'before')) throw new Crash();
          const answer: unknown = await member(...call);
          if (count >= nth) throw new Crash();
          return answer;
        };
      },
    });
  return { ...ports, stacks: wrap(ports.stacks), changeSets: wrap(ports.changeSets), storage: wrap(ports.storage) };
}
