import test from 'ava';
import { connect } from '../../src/aws/connect.js';
import { surroundings } from '../../src/reconcile/surroundings.js';
import type { World } from '../../src/reconcile/world.js';
import { memorySources } from '../observe/memory-sources.js';
import { artifact, template } from '../plan/fixtures.js';
import { localSandbox } from '../sandbox/local-sandbox.js';
import { apply, results, smallWorld } from './small-world.js';

for (const outputChanges of ['counted', 'ignored'] as const) {
  test(`a change that no resource sees ends well where CloudFormation has changes of outputs ${outputChanges}`, async t => {
    const sandbox = await localSandbox(t, { outputChanges });
    const connection = connect(sandbox.env, Date.now);
    t.teardown(() => connection.close());
    const ports = { ...connection.as('apply'), ...surroundings, sources: memorySources() };
    const described = (Description: string): World => {
      const network = artifact('dev/tccp', { template: { ...template(), Description } });
      const routes = artifact('dev/tccpf', { after: ['dev/tccp'] });
      return { ...smallWorld(ports), artifacts: { stacks: [network, routes], nodeConfigs: [] } };
    };
    t.deepEqual(results(await apply(described('one'))), { 'dev/tccp': 'applied', 'dev/tccpf': 'applied' });
    const changed = await apply(described('two'));
    t.deepEqual(changed.plan.steps[0]?.changes, []);
    t.is(changed.plan.steps[0]?.changeClass, 'in-place');
    const result = outputChanges === 'counted' ? 'applied' : 'unchanged';
    t.deepEqual(results(changed), { 'dev/tccp': result, 'dev/tccpf': 'unchanged' });
    const [network] = described('two').artifacts.stacks;
    if (network === undefined) throw new Error('no stack');
    const { signal } = new AbortController();
    const left = await ports.stacks.changeSetNames(network.target, network.stackName, signal);
    t.deepEqual(left, [], 'none is left that could be executed');
  });
}
