import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Surroundings } from '../apply/ports.js';

/** The clock and the chance of this machine. */
export const surroundings: Surroundings = {
  now: () => Date.now(),
  wait: async (ms, signal) => {
    await setTimeout(ms, undefined, { signal });
  },
  randomBytes: size => randomBytes(size),
};
