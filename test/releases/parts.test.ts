import test from 'ava';
import { parse } from 'yaml';
import { holdsVersion, partsOf, withVersion } from '../../src/releases/parts.js';
import { fullRelease } from './full-release.js';

test('everything with a version is a part, and downloads belong to theirs', t => {
  const { spec } = parse(fullRelease) as { spec: Record<string, unknown> };
  const parts = partsOf(spec).map(({ name, version, downloads }) => {
    return `${name} ${version}: ${downloads.map(download => download.name).join(', ')}`;
  });
  t.deepEqual(parts, [
    'kubernetes 1.36.4: kubelet, kubectl',
    'flatcar 4593.2.5: ',
    'etcd 3.6.14: ',
    'containerd 2.2.5: containerd',
    'pause 3.10: ',
    'core-dns 1.14.2: ',
    'cni-plugins 1.9.1: cni-plugins',
  ]);
});

test('a version stands in a URL as a whole or not at all', t => {
  t.true(holdsVersion('https://dl.k8s.io/release/v1.36.4/bin', '1.36.4'));
  t.true(holdsVersion('plugins-v1.9.1.tgz', '1.9.1'));
  t.false(holdsVersion('/v1.36.40/', '1.36.4'));
  t.false(holdsVersion('/v11.36.4/', '1.36.4'));
  t.false(holdsVersion('/v1.36.4.2/', '1.36.4'));
  t.false(holdsVersion('/v1x36x4/', '1.36.4'));
});

test('another version takes its place everywhere', t => {
  t.is(withVersion('/v1.9.1/plugins-{arch}-v1.9.1.tgz', '1.9.1', '1.10.0'), '/v1.10.0/plugins-{arch}-v1.10.0.tgz');
});
