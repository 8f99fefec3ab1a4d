import test from 'ava';
import { loadSpecification } from '../../src/cfn/specification.js';
import { stackArtifact } from '../../src/render/stack-artifact.js';
import type { StackDefinition } from '../../src/render/stack-definition.js';
import { tccpf } from '../../src/render/stacks/tccpf.js';
import { mergedFindings } from '../../src/render/template-findings.js';
import { compileTemplates } from '../../src/template/compile.js';
import { located } from '../../src/template/located.js';
import { cluster, fleet, network } from './example-fleet.js';

const example = cluster('prod-a');
const definition = tccpf(fleet(example), example, network);
const size = located('large', { file: 'clusters/prod-a/cluster.yaml', line: 7, column: 9 });

/** Renders a stack from this text instead of its own template. */
async function render(text: string, changes: Partial<StackDefinition> = {}) {
  const templates = compileTemplates(new Map([['templates/stacks/tccpf.yaml.hbs', text]]));
  return stackArtifact(
    { ...definition, inputs: {}, ...changes },
    { templates, specification: await loadSpecification(), extensions: new Map() },
  );
}

const bookkeeping = ['Owner', 'AppliedHash', 'AppliedCommit', 'ToolVersion'];
const head = [
  'Parameters:',
  ...bookkeeping.map(name => `  ${name}: { Type: String }`),
  'Outputs:',
  ...bookkeeping.map(name => `  ${name}: { Value: !Ref ${name} }`),
  'Resources:',
  '  Volume:',
  '    Type: AWS::EC2::Volume',
  '    DeletionPolicy: Snapshot',
  '    UpdateReplacePolicy: Snapshot',
  '    Properties:',
  '      AvailabilityZone: eu-central-1a',
].join('\n');

function theTemplate(line: number, column: number) {
  return { at: { file: 'templates/stacks/tccpf.yaml.hbs', line, column }, message: 'the template' };
}

test('what AWS would refuse is told with its line in the template and in the specs', async t => {
  const { findings } = await render(`${head}\n      Size: {{size}}\n      Sizee: 1\n`, { view: { size } });
  t.deepEqual(mergedFindings(findings), [
    {
      code: 'CW3004',
      severity: 'error',
      at: size.position,
      path: 'Resources.Volume.Properties.Size',
      message: 'prod-a/tccpf: must be an integer, not "large" (templates/stacks/tccpf.yaml.hbs:18:13)',
      related: [theTemplate(18, 13)],
    },
    {
      code: 'CW3002',
      severity: 'error',
      at: size.position,
      path: 'Resources.Volume.Properties.Sizee',
      message: 'prod-a/tccpf: Unsupported property [Sizee] (templates/stacks/tccpf.yaml.hbs:19:7)',
      related: [theTemplate(19, 7)],
    },
  ]);
});

test('what many stacks have from one line is one finding, at the document of the first where no value is near', async t => {
  const { findings } = await render(`${head}\n      Sizee: 1\n`, { view: {} });
  const [first] = findings;
  if (first === undefined) return t.fail('nothing was found');
  t.deepEqual(mergedFindings([first, { ...first, stack: 'dev-b/tccpf' }]), [
    {
      code: 'CW3002',
      severity: 'error',
      at: { file: 'clusters/prod-a/cluster.yaml', line: 1, column: 3 },
      path: 'Resources.Volume.Properties.Sizee',
      message: 'prod-a/tccpf and 1 more: Unsupported property [Sizee] (templates/stacks/tccpf.yaml.hbs:18:7)',
      related: [theTemplate(18, 7)],
    },
  ]);
});

test('a parameter that nothing fills, or an input that no parameter takes, is an error', async t => {
  await t.throwsAsync(render(head, { inputs: { PeeringId: { from: 'literal', value: 'pcx-1' } }, view: {} }), {
    message: 'templates/stacks/tccpf.yaml.hbs: parameters and inputs of prod-a/tccpf differ: PeeringId',
  });
  const more = head.replace('Outputs:', '  More: { Type: String }\nOutputs:\n  More: { Value: !Ref More }');
  await t.throwsAsync(render(more, { view: {} }), { message: /differ: More$/ });
});

test('a template that is too large for its readers’ spaces and comments is sent as compact JSON', async t => {
  const { artifact, findings } = await render(`${head}\n# ${'x'.repeat(52_000)}\n`, { view: {} });
  t.deepEqual(findings, []);
  t.deepEqual(JSON.parse(artifact.body), artifact.template);
});

test('a template that is too large to be sent inline is an error', async t => {
  const { findings } = await render(`Metadata: { Text: ${'x'.repeat(52_000)} }\n${head}`, { view: {} });
  t.like(findings[0], { code: 'CW3018', template: { line: 1 } });
  t.regex(findings[0]?.message ?? '', /^the template has 5\d{4} bytes, 51200 are the most/);
  t.is(findings.length, 1);
});

test('a sound template comes with its parsed form and the places of its values', async t => {
  const { artifact, findings } = await render(`${head}\n      Size: {{size}}\n`, {
    view: { size: located(10, size.position) },
  });
  t.deepEqual(findings, []);
  const { body, template, sources, inputs } = artifact;
  t.true(body.endsWith('      Size: 10\n'));
  t.deepEqual(template.Resources.Volume?.Properties, { AvailabilityZone: 'eu-central-1a', Size: 10 });
  t.deepEqual([...sources], [['/Resources/Volume/Properties/Size', size.position]]);
  t.deepEqual(inputs, {});
});
