import { generateKeyPairSync, type KeyPairKeyObjectResult, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { deflateSync, gzipSync } from 'node:zlib';
import test from 'ava';
import { keyCanary, leaks, textCanary } from './leaks.js';

const pems = ({ publicKey, privateKey }: KeyPairKeyObjectResult) => ({
  publicKey: String(publicKey.export({ type: 'spki', format: 'pem' })),
  privateKey: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
});
const keys = {
  'P-256': pems(generateKeyPairSync('ec', { namedCurve: 'P-256' })),
  RSA: pems(generateKeyPairSync('rsa', { modulusLength: 2048 })),
};
const around = (text: string) => Buffer.from(`{"a": "b", "key": "${text}", "c": "d"}`);

const forms: Readonly<Record<string, (pem: string) => Buffer>> = {
  'as it is': pem => Buffer.from(`before\n${pem}after`),
  'one line of it': pem => around(pem.split('\n')[1] ?? ''),
  'escaped in JSON': pem => around(JSON.stringify(pem).slice(1, -1)),
  'in base64': pem => around(Buffer.from(pem).toString('base64')),
  'in base64 with something before it': pem => around(Buffer.from(`ab${pem}`).toString('base64')),
  'in base64 behind other base64': pem => around(`xyz${Buffer.from(pem).toString('base64')}`),
  'in base64, in lines': pem =>
    around(
      Buffer.from(pem)
        .toString('base64')
        .match(/.{1,76}/g)
        ?.join('\n') ?? '',
    ),
  'in hexadecimal': pem => around(Buffer.from(pem).toString('hex')),
  'its bytes in hexadecimal': pem => around(der(pem).toString('hex').toUpperCase()),
  'its bytes in base64 for URLs': pem => around(der(pem).toString('base64url')),
  'its bytes': pem => Buffer.concat([randomBytes(5), der(pem), randomBytes(5)]),
  'its bytes as numbers': pem => around(JSON.stringify([...der(pem)])),
  'for a URL': pem => around(encodeURIComponent(pem)),
  compressed: pem => gzipSync(around(pem)),
  'compressed, within a file': pem => Buffer.concat([Buffer.from('before'), gzipSync(around(pem))]),
  deflated: pem => deflateSync(around(pem)),
  'compressed, in base64, as a data URL': pem => around(`data:;base64,${gzipSync(pem).toString('base64')}`),
  'compressed in base64, in JSON, in base64': pem =>
    around(Buffer.from(JSON.stringify({ pem: gzipSync(pem).toString('base64') })).toString('base64')),
};

function der(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]+-----|\n/g, ''), 'base64');
}

for (const [form, write] of Object.entries(forms)) {
  test(`a private key that is written ${form} is found`, t => {
    for (const [kind, { privateKey }] of Object.entries(keys)) {
      t.deepEqual(leaks([keyCanary(kind, privateKey)], write(privateKey)), [kind]);
    }
  });
}

test('a public key, and somebody else’s private key, are no leak', t => {
  for (const [kind, { publicKey, privateKey }] of Object.entries(keys)) {
    for (const write of Object.values(forms)) t.deepEqual(leaks([keyCanary(kind, privateKey)], write(publicKey)), []);
  }
  const other = pems(generateKeyPairSync('ec', { namedCurve: 'P-256' })).privateKey;
  t.deepEqual(leaks([keyCanary('P-256', keys['P-256'].privateKey)], Buffer.from(other)), []);
});

test('an encryption key is found in base64, as bytes, and as an object is shown', t => {
  const key = randomBytes(32);
  const canary = textCanary('encryption', key);
  t.deepEqual(leaks([canary], around(key.toString('base64'))), ['encryption']);
  t.deepEqual(leaks([canary], key), ['encryption']);
  t.deepEqual(leaks([canary], Buffer.from(inspect({ key: key.toString('hex') }))), ['encryption']);
  t.deepEqual(leaks([canary], around(randomBytes(32).toString('base64'))), []);
});
