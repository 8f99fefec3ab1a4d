import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from '../../src/aws/connect.js';
import type { RoleUse } from '../../src/aws/role-session.js';
import type { FleetFiles } from '../../src/fleet/fleet-files.js';
import { loadFleet } from '../../src/fleet/load.js';
import { workingTree } from '../../src/git/working-tree.js';
import type { Fleet } from '../../src/model/fleet.js';
import { makePlan } from '../../src/reconcile/make-plan.js';
import type { Progress } from '../../src/reconcile/progress.js';
import { settle } from '../../src/reconcile/settle.js';
import { surroundings } from '../../src/reconcile/surroundings.js';
import type { Ports, World } from '../../src/reconcile/world.js';
import { render } from '../../src/render/render.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { memorySources } from '../observe/memory-sources.js';
import type { Run } from './small-world.js';

const examples = join(import.meta.dirname, '../../../examples/fleet');

/** A text in a file of the example fleet and what stands there instead. */
export type Edit = readonly [path: string, from: string, to: string];

/** The example fleet with edits, rendered; `change` makes what validation would refuse. */
export async function exampleFleet(
  edits: readonly Edit[] = [],
  change = (fleet: Fleet) => fleet,
): Promise<Omit<World, 'ports'>> {
  const loaded = await loadFleet(edited(edits));
  if (loaded.fleet === undefined) throw new Error(JSON.stringify(loaded.findings));
  const fleet = change(loaded.fleet);
  const sha = String(edits.length).repeat(40);
  return { fleet, artifacts: await render(fleet), commit: { sha, subject: 'a commit' }, toolVersion: '0.1.0' };
}

/** The same as an applier sees it, with a connection of its own to the sandbox. */
export async function exampleWorld(sandbox: Sandbox, edits: readonly Edit[] = [], change = (fleet: Fleet) => fleet) {
  const { kubernetes } = memorySources();
  const connection = connect(sandbox.env, Date.now);
  const shared = await exampleFleet(edits, change);
  const world = (use: RoleUse, wrap = (ports: Ports) => ports): World => ({
    ...shared,
    ports: wrap({ ...connection.as(use), ...surroundings, sources: { ...connection.as(use), kubernetes } }),
  });
  return { artifacts: shared.artifacts, connection, world };
}

export type ExampleWorld = Awaited<ReturnType<typeof exampleWorld>>;

/** Plans and applies, as `apply` does; `wrap` is put around the ports of both. */
export async function applyExample({ world }: ExampleWorld, wrap = (ports: Ports) => ports): Promise<Run> {
  const { signal } = new AbortController();
  const plan = await makePlan(world('plan', wrap), { signal });
  const progress: Progress[] = [];
  const outcome = await settle(world('apply', wrap), { plan, onProgress: item => progress.push(item), signal });
  return { plan, outcome, progress };
}

function edited(edits: readonly Edit[]): FleetFiles {
  const files = workingTree(examples);
  return {
    list: () => files.list(),
    async read(path) {
      let text = await readFile(join(examples, path), 'utf8');
      for (const [file, from, to] of edits) {
        if (file !== path) continue;
        if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
        text = text.replace(from, to);
      }
      return Buffer.from(text);
    },
  };
}
