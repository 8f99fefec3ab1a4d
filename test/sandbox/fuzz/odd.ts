import fc from 'fast-check';

/** Names that every object has without anybody giving them. */
export const inherited = fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf');

/** Texts that something is likely to stumble over. */
export const oddText = fc.oneof(
  { weight: 10, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
  { weight: 5, arbitrary: inherited },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      '',
      '\0',
      '\ud800',
      '\udfff\ud800',
      '\r\n',
      '-1',
      '0',
      '1e999',
      'NaN',
      '99999999999999999999',
      'true',
      'null',
      '${',
      '${}',
      '{{resolve:ssm:a}}',
      '%00',
      '../../etc/passwd',
      'arn:aws:cloudformation:eu-central-1:111122223333:stack/a/b',
      'alias/aws/s3',
      '<!DOCTYPE x [<!ENTITY a "b">]>',
      ']]>',
    ),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 10_000 }).map(length => 'x'.repeat(length)) },
);

/** Mostly what is right, now and then something else. */
export function mostly<Right, Odd>(
  right: fc.Arbitrary<Right>,
  odd: fc.Arbitrary<Odd>,
  weight = 12,
): fc.Arbitrary<Right | Odd> {
  return fc.oneof({ weight, arbitrary: right }, { weight: 1, arbitrary: odd });
}

/** Data of any shape, with odd names and odd texts in it. */
export const oddData = fc.letrec(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    oddText,
    fc.double(),
    fc.bigInt().map(Number),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(oddText, fc.string({ maxLength: 8 })), tie('value'), { maxKeys: 4 }),
  ),
})).value;

/** Text of data that lies within itself, deeper than recursion may go. */
export const deepJson = fc
  .integer({ min: 50, max: 200_000 })
  .chain(depth =>
    fc.constantFrom(
      `${'['.repeat(depth)}${']'.repeat(depth)}`,
      `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
      '['.repeat(depth),
      `${'{"Fn::Sub":'.repeat(depth)}"a"${'}'.repeat(depth)}`,
    ),
  );
