import test from 'ava';
import pc from 'picocolors';
import type { ConfigChange, LocatedDifference, StackChange } from '../../src/render/changes/rendering-changes.js';
import { changesCount, renderingChangesText } from '../../src/report/rendering-changes.js';
import { example } from '../render/example-rendering.js';

const plain = pc.createColors(false);
const place = { file: 'clusters/prod-a/workers.yaml', line: 17, column: 9 };

function stack(id: string, changes: Partial<StackChange> = {}): StackChange {
  const cluster = id.slice(0, id.indexOf('/'));
  return { id, cluster, action: 'modify', resourceCount: 8, resources: [], settings: [], ...changes };
}

function resource(logicalId: string, ...differences: readonly LocatedDifference[]): StackChange['resources'][number] {
  return { logicalId, type: 'AWS::EC2::LaunchTemplate', action: 'modify', replacement: 'never', differences };
}

const type: LocatedDifference = {
  path: ['Properties', 'LaunchTemplateData', 'InstanceType'],
  before: 'm6i.xlarge',
  after: 'm6i.2xlarge',
  source: place,
};
const tag = { path: ['tags', 'team'], before: undefined, after: 'payments' };

function config(name: string, files: ConfigChange['files'], cluster = 'prod-a'): ConfigChange {
  return { what: 'cloudconfig', name, cluster, action: 'modify', fileCount: 31, files };
}

function text(stacks: readonly StackChange[], configs: readonly ConfigChange[] = []): string[] {
  return renderingChangesText({ stacks, configs }, plain).split('\n');
}

function configKey(digit: string): string {
  return `cloudconfig/workers/${digit.repeat(128)}.json`;
}

function tenLines(word: string): string {
  return Array.from({ length: 10 }, (_, index) => `${word} ${index}\n`).join('');
}

test('a stack shows its resources, what changes of each, and where that stands', t => {
  t.deepEqual(text([stack('prod-a/tcnp-workers', { resources: [resource('Template', type)] })]), [
    'prod-a',
    '  ~ tcnp-workers',
    '      Template',
    '        LaunchTemplateData.InstanceType  m6i.xlarge -> m6i.2xlarge',
    '                                               clusters/prod-a/workers.yaml:17:9',
    '',
  ]);
});

test('stacks that come and go tell their size, aligned', t => {
  const stacks = [stack('prod-a/tcnp-workers', { action: 'add' }), stack('prod-a/tccp', { action: 'remove' })];
  t.deepEqual(text(stacks), ['prod-a', '  + tcnp-workers   8 resources', '  - tccp           8 resources', '']);
});

test('stacks, nodes and clusters in which the same changes are told together', t => {
  const files = [{ path: '/etc/motd', before: 'same\nold\n', after: 'same\nnew\n' }];
  const names = ['a', 'b', 'c', 'd'];
  const stacks = names.flatMap(name => ['tcs', 'tccp'].map(kind => stack(`${name}/${kind}`, { settings: [tag] })));
  const configs = names.flatMap(name => ['master-1', 'master-2'].map(node => config(node, files, name)));
  t.deepEqual(text(stacks, configs), [
    'a, b and 2 more clusters, all alike',
    '  ~ tcs, tccp',
    '      tags.team  + payments',
    '  ~ cloudconfig master-1, master-2   1 of 31 files',
    '      /etc/motd',
    '        - old',
    '        + new',
    '',
  ]);
});

test('a resource that would be replaced says so', t => {
  const replaced = { ...resource('Volume', { ...type, source: undefined }), replacement: 'always' as const };
  t.is(text([stack('prod-a/tccpn', { resources: [replaced] })])[2], '      Volume  replaced');
});

test('a digest that follows from something else is not spelled out', t => {
  const difference = { path: ['Properties', 'Key'], before: configKey('0'), after: configKey('f'), source: undefined };
  const lines = text([stack('prod-a/tcnp-workers', { resources: [resource('Template', difference)] })]);
  t.is(lines[3], '        Key  another digest');
});

test('a value that is new or gone shows how it begins', t => {
  const difference = { ...type, before: undefined, after: { Key: 'x'.repeat(90) }, source: undefined };
  const lines = text([stack('prod-a/tcnp-workers', { resources: [resource('Template', difference)] })]);
  t.regex(lines.join('\n'), /\+ \{"Key":"x{39}…$/m);
});

test('of a long file only the first lines are shown, and how many there are more', t => {
  const shown = text([], [config('workers', [{ path: '/etc/motd', before: tenLines('old'), after: tenLines('new') }])]);
  t.is(shown.filter(line => /^ {8}[-+] /.test(line)).length, 12);
  t.true(shown.includes('        … 8 more lines'));
});

test('a stack in which nothing but the text differs says so', t => {
  t.is(text([stack('prod-a/tccp')])[2], '      only comments, spaces or the order of keys');
});

test('what values and files hold cannot steer the terminal', t => {
  const clearScreen = '\u001b[2J';
  const changed = stack('prod-a/tccp', { settings: [{ ...tag, after: clearScreen }] });
  const shown = text(
    [changed],
    [config('workers', [{ path: clearScreen, before: `${clearScreen}1`, after: `${clearScreen}2` }])],
  );
  t.false(shown.join('\n').includes('\u001b'));
  t.true(shown.join('\n').includes('\\u001b'));
});

test('what changes and what does not is counted', async t => {
  const rendering = await example();
  const count = (stacks: StackChange[], configs: ConfigChange[]) => changesCount({ stacks, configs }, rendering);
  t.is(count([], []), 'Nothing changes in 5 stacks and 2 node configs.');
  t.is(count([stack('prod-a/tccp')], []), '1 stack changed, 4 stacks and 2 node configs unchanged.');
  t.is(
    count([stack('prod-a/tccp'), stack('old/tccp', { action: 'remove' })], [config('workers', [])]),
    '2 stacks and 1 node config changed, 4 stacks and 1 node config unchanged.',
  );
});
