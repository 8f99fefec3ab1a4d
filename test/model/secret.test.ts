import { format, inspect } from 'node:util';
import test from 'ava';
import { secret } from '../../src/model/secret.js';

const hidden = secret('hunter2');

test('a secret gives its bytes to whoever asks for them explicitly', t => {
  t.is(hidden.reveal().toString(), 'hunter2');
});

test('no way of printing a secret shows it', t => {
  const printed = [
    String(hidden),
    ['', hidden].join(),
    JSON.stringify({ hidden }),
    inspect({ hidden }, { showHidden: true, getters: true, depth: null }),
    inspect(hidden, { customInspect: false, showHidden: true, depth: null }),
    format('%s %o %O %j', hidden, hidden, hidden, hidden),
    JSON.stringify(Object.entries(hidden)),
  ];
  t.deepEqual(
    printed.filter(text => text.includes('hunter2') || text.includes('aHVudGVyMg')),
    [],
  );
  t.is(JSON.stringify({ hidden }), '{"hidden":"[redacted]"}');
});

test('changing the bytes that were handed out or in does not change the secret', t => {
  const bytes = Buffer.from('hunter2');
  const kept = secret(bytes);
  bytes.fill(0);
  kept.reveal().fill(0);
  t.is(kept.reveal().toString(), 'hunter2');
});
