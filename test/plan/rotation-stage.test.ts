import test from 'ava';
import { type Generations, type RotatingName, rotatingNames } from '../../src/model/secrets.js';
import { rotationStage } from '../../src/plan/rotation-stage.js';
import { stageText } from '../../src/report/rotation-text.js';

type Rotation = { readonly name: RotatingName; readonly generation: number; readonly retired?: number };

function stage(trusted: readonly number[], rotation: Rotation) {
  const rotating = Object.fromEntries(rotatingNames.map(name => [name, [1]])) as unknown as Generations['rotating'];
  const generations = { rotating: { ...rotating, [rotation.name]: trusted } };
  return rotationStage({ pki: { rotations: [rotation] } }, generations, rotation.name);
}

const ca = { name: 'ca', generation: 2 } as const;
const tokens = { name: 'service-account', generation: 2 } as const;

for (const [trusted, rotation, expected] of [
  [[2], ca, { next: undefined, unretired: undefined, text: '' }],
  [[1], ca, { next: 'trust', text: '2 is trusted by the next apply' }],
  [[1, 2], ca, { next: 'use', text: '2 is trusted; used by the next apply' }],
  [[2, 1], ca, { next: 'drop', text: '2 is used; 1 dropped by the next apply' }],
  [
    [2, 1],
    tokens,
    { next: undefined, unretired: 1, text: '2 is used; 1 stays until certs retire one service-account' },
  ],
  [[2, 1], { ...tokens, retired: 1 }, { next: 'drop', text: '2 is used; 1 dropped by the next apply' }],
] as const) {
  test(`${rotation.name}=${trusted.join('+')} on the way to 2${'retired' in rotation ? ', retired,' : ''} is told`, t => {
    const { text, ...fields } = expected;
    const found = stage(trusted, rotation);
    t.like(found, { trusted, wanted: 2, ...fields });
    t.is(stageText(found, { cluster: 'one', isEverywhere: true }), text);
  });
}

test('a step that waits for nodes says so', t => {
  const found = stage([1, 2], ca);
  t.is(
    stageText(found, { cluster: 'one', isEverywhere: false }),
    '2 is trusted; used when every node has the step before',
  );
});
