import test from 'ava';
import pc from 'picocolors';
import { columns, counted, duration } from '../../src/report/text.js';

test('columns align, whatever colour is in them, and leave out what is empty everywhere', t => {
  const red = pc.createColors(true).red;
  t.is(
    columns([
      ['a', '', red('long')],
      ['abc', '', 'x'],
    ]),
    `a     ${red('long')}\nabc   x`,
  );
});

test('a count names one thing in the singular', t => {
  t.is(counted(1, 'stack'), '1 stack');
  t.is(counted(0, 'stack'), '0 stacks');
});

test('durations are as short as their size allows', t => {
  t.deepEqual([850, 12_400, 192_000, 3_900_000].map(duration), ['850ms', '12s', '3m12s', '1h05m']);
});
