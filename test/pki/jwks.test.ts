import { execFileSync } from 'node:child_process';
import { createPublicKey, createSign, createVerify } from 'node:crypto';
import test from 'ava';
import { keySet } from '../../src/pki/jwks.js';
import { issueServiceAccountKey } from '../../src/pki/keys.js';

test('what a key of the set verifies is what its private key signed', async t => {
  const issued = await issueServiceAccountKey();
  const [key] = keySet([issued.public]).keys;
  t.like(key, { use: 'sig', kty: 'RSA', alg: 'RS256', e: 'AQAB' });
  const signature = createSign('RSA-SHA256').update('a token').sign(issued.key.reveal());
  const read = createPublicKey({ key: { ...key }, format: 'jwk' });
  t.true(createVerify('RSA-SHA256').update('a token').verify(read, signature));
});

test('the id of a key is what OpenSSL hashes: SHA-256 of the public key in DER', async t => {
  const issued = await issueServiceAccountKey();
  const der = execFileSync('openssl', ['pkey', '-pubin', '-outform', 'DER'], { input: issued.public });
  const digest = execFileSync('openssl', ['dgst', '-sha256', '-binary'], { input: der });
  t.deepEqual(
    keySet([issued.public]).keys.map(({ kid }) => kid),
    [digest.toString('base64url')],
  );
});

test('every trusted key is in the set, in its order, and nothing private is', async t => {
  const [first, second] = [await issueServiceAccountKey(), await issueServiceAccountKey()];
  const both = keySet([first.public, second.public]);
  t.deepEqual(both.keys, [...keySet([first.public]).keys, ...keySet([second.public]).keys]);
  for (const key of both.keys) t.deepEqual(Object.keys(key), ['use', 'kty', 'kid', 'alg', 'n', 'e']);
  t.deepEqual(keySet([]), { keys: [] });
});
