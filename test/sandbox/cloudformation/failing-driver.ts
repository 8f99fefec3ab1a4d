import type { ExecutionContext } from 'ava';
import { cloudFormation } from '../../../src/sandbox/cloudformation/service.js';
import { queryDesk } from '../../../src/sandbox/desks.js';
import { memoryWorld } from '../../../src/sandbox/memory-world.js';
import { resourceHandlers } from '../../../src/sandbox/resource-handlers.js';
import { localSandbox } from '../local-sandbox.js';
import type { StackDriver } from './stack-driver.js';
import { driverOf } from './stack-driver.js';

export interface FailingDriver extends StackDriver {
  /** What fails, as `verb LogicalId`, or `verb LogicalId 2` for the second time only, until it is taken out again. */
  readonly failing: Set<string>;
}

/** A driver of a CloudFormation in which chosen resources fail. */
export async function failingDriver(t: ExecutionContext, resourceMs = 5): Promise<FailingDriver> {
  const failing = new Set<string>();
  const times = new Map<string, number>();
  const fails = (what: string) => {
    const time = (times.get(what) ?? 0) + 1;
    times.set(what, time);
    return failing.has(what) || failing.has(`${what} ${time}`);
  };
  const service = cloudFormation({
    world: memoryWorld(),
    handlers: resourceHandlers,
    pace: { resourceMs },
    resourceFault: ({ verb, logicalId }) => (fails(`${verb} ${logicalId}`) ? 'No.' : undefined),
    onDefect: error => t.fail(String(error)),
  });
  t.teardown(() => service.close());
  const sandbox = await localSandbox(t, { services: { cloudformation: queryDesk(service.service) } });
  return { ...driverOf(t, sandbox), failing };
}
