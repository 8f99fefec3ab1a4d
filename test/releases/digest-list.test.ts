import test from 'ava';
import { digestIn } from '../../src/releases/digest-list.js';
import { digestsFile } from '../web/mirror.js';

const one = 'a'.repeat(64);
const other = 'b'.repeat(64);
const long = 'c'.repeat(128);

test('each way of publishing a digest is understood', t => {
  const kubelet = { algorithm: 'sha256', file: 'kubelet' } as const;
  t.is(digestIn(one, kubelet), one);
  t.is(digestIn(`${one.toUpperCase()}\n`, kubelet), one);
  t.is(digestIn(`${one}  kubelet\n`, kubelet), one);
  t.is(digestIn(`${one} *bin/linux/amd64/kubelet\r\n`, kubelet), one);
  t.is(digestIn(`${other}  kubectl\n${one}  kubelet\n`, kubelet), one);
  t.is(
    digestIn(digestsFile('list.json', 'x').replace(/[0-9a-f]{128}/, long), { algorithm: 'sha512', file: 'list.json' }),
    long,
  );
});

test('a list that does not name the file, or contradicts itself, vouches for nothing', t => {
  const kubelet = { algorithm: 'sha256', file: 'kubelet' } as const;
  for (const list of [
    '',
    '<html>not found</html>',
    `${one}  kubectl\n`,
    `${one}  kubelet.sha256\n`,
    `${one}  kubelet\n${other}  kubelet\n`,
    `${one}\n${other}\n`,
    one.slice(1),
    long,
    `${long}  kubelet\n`,
  ])
    t.is(digestIn(list, kubelet), undefined, list);
});
