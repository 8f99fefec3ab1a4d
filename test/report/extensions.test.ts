import test from 'ava';
import { extensionsText } from '../../src/report/extensions.js';
import { artifact } from '../plan/fixtures.js';

const extension = {
  file: 'templates/extra/tccp.yaml.hbs',
  resources: { ExtraTopic: 'AWS::SNS::Topic' },
  outputs: ['ExtraTopicArn', 'ExtraTopicName'],
  conditions: ['ExtraHere'],
  mappings: [],
};

test('what was added is told, for stacks that got the same together', t => {
  const other = { ...extension, outputs: [], conditions: [] };
  const stacks = [
    artifact('a/tccp', { extension }),
    artifact('a/tcs'),
    artifact('b/tccp', { extension }),
    artifact('c/tccp', { extension: other }),
  ];
  t.is(
    extensionsText(stacks),
    [
      'templates/extra/tccp.yaml.hbs adds to a/tccp, b/tccp:',
      '  ExtraTopic (AWS::SNS::Topic)',
      '  outputs ExtraTopicArn, ExtraTopicName',
      '  condition ExtraHere',
      'templates/extra/tccp.yaml.hbs adds to c/tccp:',
      '  ExtraTopic (AWS::SNS::Topic)',
    ].join('\n'),
  );
});

test('of many stacks the first are named', t => {
  const stacks = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(name => artifact(`${name}/tccp`, { extension }));
  const [first, second] = (extensionsText(stacks) ?? '').split('\n');
  t.is(first, 'templates/extra/tccp.yaml.hbs adds to a/tccp, b/tccp, c/tccp, d/tccp, e/tccp and');
  t.is(second, '2 more stacks:');
});

test('without extensions there is nothing to tell', t => {
  t.is(extensionsText([artifact('a/tccp')]), undefined);
});
