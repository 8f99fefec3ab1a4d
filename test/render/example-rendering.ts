import type { Rendering } from '../../src/render/changes/rendering-changes.js';
import { render } from '../../src/render/render.js';
import { type FleetEdit, tellingFleet } from '../fleets.js';

/** The fleet `small`, with edits, and what it renders to. */
export async function example(...edits: readonly FleetEdit[]): Promise<Rendering> {
  const fleet = await tellingFleet('small', edits);
  return { fleet, artifacts: await render(fleet) };
}
