import test from 'ava';
import { checkIgnition } from '../../../src/render/node-config/check-ignition.js';
import {
  dataUrl,
  type IgnitionConfig,
  type IgnitionFile,
  type IgnitionUnit,
} from '../../../src/render/node-config/ignition.js';

function config(files: readonly Partial<IgnitionFile>[], units: readonly IgnitionUnit[] = []): IgnitionConfig {
  const complete = files.map(entry => ({
    path: '/etc/a',
    mode: 0o644,
    overwrite: true as const,
    contents: { source: dataUrl('text') },
    ...entry,
  }));
  return { ignition: { version: '3.3.0' }, storage: { files: complete, links: [] }, systemd: { units } };
}

const unit = (contents: string, changes: Partial<IgnitionUnit> = {}) => ({ name: 'a.service', contents, ...changes });
const install = '[Install]\nWantedBy=multi-user.target\n';
const digest = { hash: `sha256-${'0'.repeat(64)}` };
const privateKey = ['-----BEGIN', 'PRIVATE KEY-----'].join(' ');

for (const [index, [problem, broken]] of (
  [
    ['/etc/a is there twice', config([{}, {}])],
    ['etc/a is not an absolute path of a file', config([{ path: 'etc/a' }])],
    ['/etc/../a is not an absolute path of a file', config([{ path: '/etc/../a' }])],
    ['/etc/a has the mode 4095', config([{ mode: 0o7777 }])],
    ['/etc/a is downloaded without a digest', config([{ contents: { source: 'https://example.com/a' } }])],
    [
      '/etc/a comes from http://example.com/a',
      config([{ contents: { source: 'http://example.com/a', verification: digest } }]),
    ],
    ['/etc/a holds a secret', config([{ contents: { source: dataUrl(`x\n${privateKey}\n`) } }])],
    ['/etc/a holds a secret', config([{ contents: { source: dataUrl(`key AKIA${'A'.repeat(16)}`) } }])],
    ['/etc/kubernetes/pki/a.key must come with the secrets bundle', config([{ path: '/etc/kubernetes/pki/a.key' }])],
    ['unit a.service is there twice', config([], [unit(''), unit('')])],
    ['unit a has no type', config([], [unit('', { name: 'a' })])],
    ['unit a.service is enabled without [Install]', config([], [unit('[Service]\n', { enabled: true })])],
    [
      'unit a.service has a drop-in that does not end in .conf',
      config([], [{ name: 'a.service', dropins: [{ name: '10-a', contents: '' }] }]),
    ],
    [
      'unit a.service requires the oneshot b.service: use Wants= and check for what it leaves',
      config(
        [],
        [unit('[Unit]\nRequires=x.target b.service\n'), unit('[Service]\nType=oneshot\n', { name: 'b.service' })],
      ),
    ],
    [
      'unit a.service runs /opt/bin/none, which is not there',
      config([], [unit('[Service]\nExecStartPre=-/opt/bin/none --flag\n')]),
    ],
    ['the config has 1000', config([{ contents: { source: dataUrl('x'.repeat(750_000)) } }])],
  ] as const
).entries()) {
  test(`found, ${index + 1}: ${problem}`, t => {
    const found = checkIgnition(broken);
    t.is(found.length, 1, found.join('; '));
    t.true(found[0]?.startsWith(problem), found[0]);
  });
}

test('nothing is wrong with a config that is right', t => {
  const files = [
    { path: '/opt/bin/a', mode: 0o755, contents: { source: 's3://mirror/a', verification: digest } },
    { path: '/etc/b' },
  ];
  const units = [unit(`[Unit]\nWants=b.service\n[Service]\nExecStart=/opt/bin/a\n${install}`, { enabled: true })];
  t.deepEqual(checkIgnition(config(files, units)), []);
});
