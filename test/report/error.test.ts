import test from 'ava';
import { AppError } from '../../src/errors.js';
import { describeError } from '../../src/report/error.js';

test('an error is one line and its next step, whatever it quotes', t => {
  const error = new AppError('not-json', 'list.json is not JSON: "nope\n" is no value\u001b[2J', { hint: 'mend it' });
  t.is(
    describeError(error, { debug: false }),
    'clusterwright: list.json is not JSON: "nope " is no value\\u001b[2J\n  next  mend it\n',
  );
});

test('an error that nobody foresaw asks for a report, and with debug shows where it came from', t => {
  const error = new Error('outer', { cause: new Error('inner') });
  t.regex(describeError(error, { debug: false }), /^clusterwright: outer\n {2}next {2}this is a defect/);
  t.regex(describeError(error, { debug: true }), /Error: outer\n(.*\n)+caused by Error: inner\n/);
});
