import test from 'ava';
import fc from 'fast-check';
import { quoteKey, quoteValue } from '../../src/template/quote.js';

test('what is written is on one line and holds only what YAML 1.1 and 1.2 both allow bare', t => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      // c-printable of YAML 1.2 without tab, line breaks, byte order mark, and what YAML 1.1 takes for line breaks.
      t.regex(
        quoteValue(text),
        /^[\u0020-\u007e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u,
      );
      t.is(JSON.parse(quoteValue(text)), text);
    }),
  );
  for (const character of ['\u007f', '\u0085', '\u2028', '\u2029', '\ufeff', '\uffff', '\ud800']) {
    t.regex(quoteValue(character), /^"\\u[0-9a-f]{4}"$/);
  }
});

test('values are written by their type', t => {
  t.is(quoteValue('3'), '"3"');
  t.is(quoteValue(3), '3');
  t.is(quoteValue(true), 'true');
  t.is(quoteValue([]), '[]');
  t.is(quoteValue(['a', 1, false]), '["a", 1, false]');
});

test('a key is bare only if nobody could take it for anything else', t => {
  t.is(quoteKey('PrivateSubnetEuCentral1a'), 'PrivateSubnetEuCentral1a');
  for (const key of ['yes', 'No', 'ON', 'null', 'True', 'y', '1a', 'a-b', 'a b', '', '~']) {
    t.is(quoteKey(key), JSON.stringify(key));
  }
});
