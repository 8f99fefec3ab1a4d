import { startSandbox } from '../../../src/sandbox/server.js';

/** A sandbox in a process of its own, to be killed: `node sandbox-process.js STATE_DIR RESOURCE_MS`. */
const [, , stateDir = '', resourceMs = ''] = process.argv;
const { url } = await startSandbox({ stateDir, pace: { resourceMs: Number(resourceMs) } });
process.stdout.write(`${url}\n`);
