import test from 'ava';
import { fuzzRequests, fuzzTemplates } from './fuzz/fuzzing.js';
import { rightTemplates } from './fuzz/right-templates.js';
import { localSandbox } from './local-sandbox.js';

// The same requests every time; test/slow sends others, and many more.
const extent = { runs: 150, seed: 20_261_121 };

test('odd requests are answered with success or with the fault of the client', async t => {
  await fuzzRequests(t, await localSandbox(t), extent);
});

test('odd templates are answered with success or with the fault of the client', async t => {
  const sandbox = await localSandbox(t, { pace: { changeSetMs: 0, resourceMs: 0 } });
  await fuzzTemplates(t, sandbox, { ...extent, right: await rightTemplates() });
});
