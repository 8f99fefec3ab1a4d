import test from 'ava';
import fc from 'fast-check';
import { batch, flatcarVersion, type ImportFacts, pause, quota } from '../../src/import/mapping/conversions.js';

const facts: ImportFacts = {
  isCilium: false,
  isPrefixDelegated: false,
  hasIssuer: false,
  maxNodes: 10,
  flatcar: { version: '4593.2.5', alternatives: ['4593.2.6'] },
  usesAlike: false,
  alike: undefined,
};

function converted(result: ReturnType<typeof batch>): unknown {
  return 'value' in result ? result.value : undefined;
}

test('a batch of nodes becomes a percentage that gives at least as many nodes, never more than all', t => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 1000 }), (nodes, maxNodes) => {
      const percent = Number.parseInt(String(converted(batch(String(nodes), { ...facts, maxNodes }))), 10);
      return percent >= 1 && percent <= 100 && Math.floor((maxNodes * percent) / 100) >= Math.min(nodes, maxNodes);
    }),
  );
  t.is(converted(batch('0.1', facts)), '10%');
  t.is(converted(batch('1', facts)), '10%');
  t.is(converted(batch('1.0', facts)), '100%');
  t.is(converted(batch('0.001', facts)), '1%');
});

test('a pause keeps its length in another spelling, and is never below a quarter of an hour', t => {
  t.is(converted(pause('PT1H')), 'PT1H');
  t.is(converted(pause('PT3600S')), 'PT1H');
  t.is(converted(pause('PT1200S')), 'PT20M');
  t.is(converted(pause('PT15M30S')), 'PT15M30S');
  t.is(converted(pause('PT5S')), 'PT15M');
  for (const wrong of ['PT', 'PT61M', 'P1D', '10', 600]) t.true('problem' in pause(wrong), String(wrong));
});

test('a quota in bytes is rounded up to GiB', t => {
  t.is(converted(quota('8589934592')), 8);
  t.is(converted(quota('8589934593')), 9);
  t.true('drop' in quota('0'));
});

test('a Flatcar of a pool is kept if the Release has it, dropped if the Release is as new, refused if it is newer', t => {
  t.is(converted(flatcarVersion('4593.2.6', facts)), '4593.2.6');
  t.true('drop' in flatcarVersion('3374.2.5', facts));
  t.true('drop' in flatcarVersion('4593.2.5', facts));
  t.true('problem' in flatcarVersion('4600.1.0', facts));
  t.true('problem' in flatcarVersion('stable', facts));
});
