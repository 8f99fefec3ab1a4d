import test from 'ava';
import { publishedImages } from '../../src/releases/published-images.js';
import { imageList } from '../web/mirror.js';

test("Flatcar's list gives an image for each region, of every partition", t => {
  const images = {
    'eu-central-1': 'ami-0aa389f6b6ee6a92f',
    'cn-northwest-1': 'ami-0123456789abcdef0',
    'us-gov-west-1': 'ami-1234abcd',
    'ap-southeast-3': 'ami-0dfb599c8fc910601',
  };
  t.deepEqual(publishedImages(imageList(images), 'list.json'), new Map(Object.entries(images)));
});

test('images of paravirtual machines and other fields are left out', t => {
  const list = '{"amis": [{"name": "us-east-1", "pv": "ami-00000001", "hvm": "ami-00000002", "snapshot": "snap-1"}]}';
  t.deepEqual([...publishedImages(list, 'list.json')], [['us-east-1', 'ami-00000002']]);
});

const entry = (name: unknown, hvm: unknown) =>
  JSON.stringify({
    amis: [
      { name: 'us-east-1', hvm: 'ami-00000002' },
      { name, hvm },
    ],
  });

for (const [what, text, message] of [
  ['half a list', imageList({ 'us-east-1': 'ami-00000001' }).slice(0, 40), /^list\.json is not JSON: /],
  ['an error page', '<html></html>', /^list\.json is not JSON: /],
  ['null', 'null', /no list "amis"/],
  ['a map of regions', '{"amis": {"us-east-1": "ami-00000001"}}', /no list "amis"/],
  ['an empty list', '{"amis": []}', /lists no images/],
  ['no region', entry(undefined, 'ami-00000003'), /entry \(number 2\) without a region's name/],
  ['a strange region', entry('../../etc', 'ami-00000003'), /without a region's name/],
  ['no image', entry('us-east-2', undefined), /for us-east-2 without an image id/],
  ['a strange image', entry('us-east-2', 'ami-1\nevil: true'), /for us-east-2 without an image id/],
  ['text for an entry', '{"amis": ["us-east-1"]}', /without a region's name/],
  ['two images of a region', entry('us-east-1', 'ami-00000003'), /two images for us-east-1/],
] as const) {
  test(`${what} is refused whole`, t => {
    const error = t.throws(() => publishedImages(text, 'list.json'));
    t.like(error, { code: 'not-a-list-of-images' });
    t.regex(error?.message ?? '', message);
  });
}
