import test from 'ava';
import { endpointOf } from '../../src/aws/endpoint.js';

for (const url of [
  'http://127.0.0.1:4566',
  'http://127.9.8.7',
  'https://localhost:1',
  'http://[::1]:4566',
  'http://127.1:80/',
]) {
  test(`${url} is on this machine`, t => {
    t.notThrows(() => endpointOf({ AWS_ENDPOINT_URL: url }));
  });
}

for (const url of [
  'https://cloudformation.eu-central-1.amazonaws.com',
  'http://10.0.0.1:4566',
  'http://0.0.0.0:4566',
  'http://127.0.0.1@evil.example',
  'http://127.0.0.1.evil.example',
  'http://localhost.evil.example',
  'http://[::ffff:10.0.0.1]',
  'ftp://127.0.0.1',
  'not a url',
]) {
  test(`${url} is refused, with the reason and the next step`, t => {
    const error = t.throws(() => endpointOf({ AWS_ENDPOINT_URL: url }), { code: 'endpoint-refused' });
    t.regex(error.message, /until the gate and the recovery are complete/);
    t.regex('hint' in error ? String(error.hint) : '', /clusterwright sandbox/);
  });
}

test('without an endpoint nothing is called, and the error says how to get one', t => {
  const error = t.throws(() => endpointOf({}), { code: 'endpoint-missing' });
  t.regex('hint' in error ? String(error.hint) : '', /clusterwright sandbox/);
  t.throws(() => endpointOf({ AWS_ENDPOINT_URL: '' }), { code: 'endpoint-missing' });
});
