import type { ApplyPorts, Stacks } from '../apply/ports.js';
import type { Artifacts } from '../model/artifact.js';
import type { Fleet } from '../model/fleet.js';
import type { NodeReader, StackReader } from '../observe/ports.js';
import type { Commit } from '../plan/plan.js';

/** Everything that planning and applying work with. */
export interface World {
  readonly fleet: Fleet;
  /** What the fleet renders to. */
  readonly artifacts: Artifacts;
  readonly commit: Commit;
  readonly toolVersion: string;
  readonly ports: Ports;
}

export interface Ports extends ApplyPorts {
  readonly stacks: StackReader & Stacks;
  readonly nodes: NodeReader;
}
