import test from 'ava';
import { crc32c, crc64nvme } from '../../../src/sandbox/s3/crc.js';
import { readXml } from '../../../src/sandbox/s3/xml-reader.js';

test('the check values of the CRC catalogue come out', t => {
  t.is(crc32c(Buffer.from('123456789')).toString('hex'), 'e3069283');
  t.is(crc64nvme(Buffer.from('123456789')).toString('hex'), 'ae8b14860a799888');
});

test('a document is read with its entities, comments and empty elements', t => {
  const source =
    '<?xml version="1.0"?>\n<Delete xmlns="a"><!-- <x> --><Object><Key>a&lt;&#x26;&#98;</Key></Object><Quiet/></Delete>';
  const key = { name: 'Key', children: [], text: 'a<&b' };
  const object = { name: 'Object', children: [key], text: '' };
  t.deepEqual(readXml(source), {
    name: 'Delete',
    children: [object, { name: 'Quiet', children: [], text: '' }],
    text: '',
  });
});

for (const source of [
  '',
  'text',
  '<a>',
  '<a></b>',
  '<a/><b/>',
  '<a>&nbsp;</a>',
  '<a>&</a>',
  '<!DOCTYPE a><a/>',
  '<a/>x',
  '<a',
  '<a><b</a>',
  '</a>',
]) {
  test(`${JSON.stringify(source)} is no document`, t => {
    const error = t.throws(() => readXml(source));
    t.is((error as { code?: string } | undefined)?.code, 'MalformedXML');
  });
}
