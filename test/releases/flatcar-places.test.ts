import test from 'ava';
import { channelOf, flatcarHome, listAddress } from '../../src/releases/flatcar-places.js';

test('the second number of a version tells its channel', t => {
  t.deepEqual(['4790.0.0', '4757.1.0', '4593.2.5', '4081.3.10'].map(channelOf), ['alpha', 'beta', 'stable', 'lts']);
  t.like(
    t.throws(() => channelOf('4593.7.0')),
    { code: 'unknown-channel' },
  );
});

test('a place is a base with the published layout, or a whole address', t => {
  const wanted = { version: '4593.2.5', architecture: 'arm64', channel: 'stable' } as const;
  const layout = 'arm64-usr/4593.2.5/flatcar_production_ami_all.json';
  t.is(listAddress(flatcarHome, wanted), `https://stable.release.flatcar-linux.net/${layout}`);
  t.is(listAddress('https://mirror.example.com/flatcar/', wanted), `https://mirror.example.com/flatcar/${layout}`);
  t.like(
    t.throws(() => listAddress('ftp://mirror.example.com', wanted)),
    { kind: 'usage', message: '--from: ftp://mirror.example.com is neither a web address nor a path' },
  );
  t.is(listAddress('/srv/flatcar', wanted), `/srv/flatcar/${layout}`);
  t.is(listAddress('/srv/{channel}/{arch}-{version}.json', wanted), '/srv/stable/arm64-4593.2.5.json');
});
