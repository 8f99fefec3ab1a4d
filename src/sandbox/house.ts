import type { IncomingMessage } from './authentication.js';
import type { CallLog } from './calls.js';
import { callLog } from './calls.js';
import { control, isControl } from './control/control.js';
import type { Faults } from './control/faults.js';
import { openFaults } from './control/faults.js';
import type { Answer } from './desk.js';
import type { DesksOptions, OpenDesks } from './desks.js';
import { openDesks } from './desks.js';
import { answer } from './front-door.js';
import { frozenWorld } from './frozen-world.js';
import { memoryWorld } from './memory-world.js';
import type { SandboxOptions } from './sandbox-options.js';
import { openSessions, takeSessions } from './sessions.js';
import type { StateFolder } from './state-folder.js';
import { openStateFolder } from './state-folder.js';

/** Everything behind the HTTP server. */
export interface House {
  readonly answer: (message: IncomingMessage) => Promise<Answer>;
  readonly calls: CallLog;
  readonly faults: Faults;
  /** Resolves when nothing is done any more and the state is kept; no call may come then. */
  close(): Promise<void>;
}

/** Throws AppError if the state folder cannot be used. */
export async function openHouse(options: SandboxOptions): Promise<House> {
  const folder = await openFolder(options);
  try {
    return await furnish(folder, options);
  } catch (error) {
    await folder.close();
    throw error;
  }
}

async function furnish(folder: StateFolder, options: SandboxOptions): Promise<House> {
  const { now = () => new Date(), onDefect = () => undefined, pace = {}, speed = 1, seed } = options;
  const { outputChanges = 'counted' } = options;
  let { world } = folder;
  const sessions = await openSessions(world);
  const calls = callLog(options.onCall);
  const desksOptions: DesksOptions = {
    sessions,
    now,
    pace,
    speed,
    outputChanges,
    onDefect,
    seeded: seed !== undefined,
    resourceFault: where => faults.resourceFault(where),
    phantomDrift: where => faults.phantomDrift(where),
  };
  const freeze = async () => {
    const at = now();
    return openDesks(await frozenWorld(world), { ...desksOptions, now: () => at, frozen: true }).desks;
  };
  const faults = await openFaults(options.faults ?? [], { now, freeze, onDefect });
  let open: OpenDesks = openDesks(world, desksOptions);

  const running = new Set<Promise<unknown>>();
  let gate: Promise<void> = Promise.resolve();
  const quiet = async () => {
    while (running.size > 0) await Promise.all(running);
  };
  const call = async (message: IncomingMessage): Promise<Answer> => {
    await gate;
    const desks = { ...open.desks, ...options.services };
    const answering = answer(message, { desks, sessions, now, calls, faults, onDefect });
    running.add(answering);
    return answering.finally(() => running.delete(answering));
  };
  const emptyWorld = async () => {
    await quiet();
    await open.close();
    const bringSessions = takeSessions(world);
    world = await folder.reset();
    await bringSessions(world);
    open = openDesks(world, desksOptions);
  };
  const empty = () => {
    const emptied = gate.then(emptyWorld);
    gate = emptied.catch(onDefect);
    return emptied;
  };
  return {
    answer: message =>
      isControl(message) ? control(message, { faults, calls, world: () => world, empty }, onDefect) : call(message),
    calls,
    faults,
    async close() {
      await quiet();
      await open.close();
      await folder.close();
    },
  };
}

async function openFolder({ stateDir, seed }: SandboxOptions): Promise<StateFolder> {
  if (stateDir !== undefined) return openStateFolder(stateDir, seed);
  return {
    world: memoryWorld(seed),
    reset: () => Promise.resolve(memoryWorld(seed)),
    close: () => Promise.resolve(),
  };
}
