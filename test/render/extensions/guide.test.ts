import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { extensionView } from '../../../src/render/extensions/view.js';
import { tccp } from '../../../src/render/stacks/tccp.js';
import { extensionsText } from '../../../src/report/extensions.js';
import { projectRoot } from '../../cli/process.js';
import { cluster, fleet, pool } from '../example-fleet.js';
import { extendedExample, stackOf } from './extended.js';

const guide = readFileSync(join(projectRoot, 'docs/extending.md'), 'utf8');

/** Blocks of YAML that begin with the path of an extension, by stack. */
function examples(): Readonly<Record<string, string>> {
  const blocks = guide.matchAll(/```yaml\n# templates\/extra\/(\w+)\.yaml\.hbs\n([\s\S]*?)```/g);
  return Object.fromEntries([...blocks].map(([, stack, text]) => [stack, text]));
}

test('the examples of the guide render, and add what it says', async t => {
  const checked = await extendedExample(examples());
  t.deepEqual(Object.keys(examples()), ['tccp', 'tcnp']);
  t.deepEqual(checked.findings, []);
  const shown = /```\n(templates\/extra\/tccp\.yaml\.hbs adds to dev-b\/tccp:\n[\s\S]*?)\n```/.exec(guide)?.[1];
  t.is(extensionsText([stackOf(checked, 'dev-b/tccp')]), shown);
  t.deepEqual(Object.keys(stackOf(checked, 'prod-a/tcnp-workers').extension?.resources ?? {}), [
    'ExtraRegistryPolicy',
    'ExtraPoolIsFull',
  ]);
});

test('the guide names every field that a template gets, and no other', t => {
  const example = cluster('prod-a');
  const [first] = [pool('workers', { cidr: '10.80.0.0/24' })];
  const { subject, ...definition } = tccp(fleet(example), example);
  const view = extensionView({ ...definition, subject: { ...subject, pool: first } });
  const fields = fieldsOf(view, '');
  const section = guide.slice(guide.indexOf('## What it gets'), guide.indexOf('Ids to refer to'));
  const named = [...section.matchAll(/`([a-zA-Z][\w.]*)`/g)].map(([, name]) => name ?? '');
  for (const field of fields) t.true(named.includes(field), field);
  const paths = named.filter(name => /^(fleet|stack|account|cluster|pool)\./.test(name));
  t.deepEqual(
    paths.filter(name => !fields.includes(name)),
    [],
  );
});

/** `cluster.name` and so on, two steps deep; of `account` one more. */
function fieldsOf(view: object, prefix: string): readonly string[] {
  return Object.entries(view).flatMap(([name, value]) => {
    const path = `${prefix}${name}`;
    const goesOn = ['fleet', 'stack', 'account', 'cluster', 'pool', 'cluster.account'].includes(path);
    return goesOn ? fieldsOf(value as object, `${path}.`) : [path];
  });
}

test('the ids that the guide names are in the stacks', async t => {
  const checked = await extendedExample({});
  const table = guide.slice(guide.indexOf('Ids to refer to'));
  for (const [, kinds = '', resources = '', parameters = ''] of table.matchAll(/^\| (`.*) \|(.*)\|(.*)\|$/gm)) {
    for (const kind of names(kinds)) {
      const stack = checked.artifacts.stacks.find(one => one.kind === kind && one.cluster !== 'dev-b');
      for (const id of names(resources)) t.truthy(stack?.template.Resources[id], `${kind} ${id}`);
      for (const id of names(parameters)) t.truthy(stack?.template.Parameters?.[id], `${kind} ${id}`);
    }
  }
});

function names(cell: string): readonly string[] {
  return [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name ?? '');
}
