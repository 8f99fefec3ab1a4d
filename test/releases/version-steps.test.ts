import test from 'ava';
import { parse } from 'yaml';
import { partsOf } from '../../src/releases/parts.js';
import { versionSteps } from '../../src/releases/version-steps.js';
import { fullRelease } from './full-release.js';

const parts = partsOf((parse(fullRelease) as { spec: Record<string, unknown> }).spec);
const stepsTo = (part: string, version: string) => versionSteps(parts, new Map([[part, version]]));

for (const [part, version] of [
  ['kubernetes', '1.36.5'],
  ['kubernetes', '1.37.0'],
  ['flatcar', '4628.3.0'],
  ['etcd', '3.7.0'],
  ['containerd', '2.4.0'],
  ['containerd', '3.0.0-rc.1'],
  ['pause', '3.11'],
  ['cni-plugins', '1.10.0'],
] as const) {
  test(`${part} may go to ${version}`, t => {
    t.deepEqual(
      stepsTo(part, version).map(step => `${step.part.name} ${step.to}`),
      [`${part} ${version}`],
    );
  });
}

for (const [part, version, code] of [
  ['kubernetes', '1.36.3', 'downgrade'],
  ['kubernetes', '1.35.9', 'downgrade'],
  ['kubernetes', '1.38.0', 'skipped-minor'],
  ['kubernetes', '2.0.0', 'skipped-minor'],
  ['etcd', '3.8.0', 'skipped-minor'],
  ['etcd', '3.6.9', 'downgrade'],
  ['flatcar', '4593.2.4', 'downgrade'],
  ['pause', '3.9', 'downgrade'],
  ['kubernetes', 'v1.36.5', 'not-a-version'],
  ['kubernetes', 'latest', 'not-a-version'],
  ['kubernetes', '', 'not-a-version'],
  ['cilium', '1.19.0', 'unknown-part'],
  ['ca-bundle', '1.0.0', 'unknown-part'],
] as const) {
  test(`${part} may not go to "${version}": ${code}`, t => {
    t.like(
      t.throws(() => stepsTo(part, version)),
      { code },
    );
  });
}

test('a version that stays is no step', t => {
  t.deepEqual(stepsTo('kubernetes', '1.36.4'), []);
});
