import test from 'ava';
import { parse } from 'yaml';
import { editYaml } from '../../src/fleet/edit-yaml.js';
import { imageMaps } from '../../src/releases/image-map.js';
import { writeImages } from '../../src/releases/write-images.js';

/** The text after images of the first map, or of a named version, are written: `region/architecture`, id. */
function written(
  text: string,
  images: readonly (readonly [string, 'amd64' | 'arm64', string])[],
  version?: string,
): string {
  const maps = imageMaps(parse(text)) ?? [];
  const map = maps.find(one => version === undefined || one.version === version);
  if (map === undefined) throw new Error(`no map of ${version}`);
  const changes = images.map(([region, architecture, after]) => {
    return { version: map.version, region, architecture, before: undefined, after };
  });
  return editYaml(text, ([document]) => {
    if (document !== undefined) writeImages(document, map, changes);
  });
}

const head = 'kind: Release\nspec:\n  flatcar:\n    version: 4593.2.5\n';

test('regions go where the alphabet puts them, with the comments around them untouched', t => {
  const text = `${head}    amis:   # by region
      # production
      eu-central-1: { amd64: ami-00000001, arm64: ami-00000002 }   # Frankfurt
      us-east-1:    # written long
        amd64: ami-00000003
`;
  const result = written(text, [
    ['eu-central-1', 'arm64', 'ami-0000000a'],
    ['eu-west-1', 'amd64', 'ami-0000000b'],
    ['eu-west-1', 'arm64', 'ami-0000000c'],
    ['us-east-1', 'arm64', 'ami-0000000d'],
    ['us-west-2', 'amd64', 'ami-0000000e'],
  ]);
  t.is(
    result,
    `${head}    amis:   # by region
      # production
      eu-central-1: { amd64: ami-00000001, arm64: ami-0000000a } # Frankfurt
      eu-west-1: { amd64: ami-0000000b, arm64: ami-0000000c }
      us-east-1:    # written long
        amd64: ami-00000003
        arm64: ami-0000000d
      us-west-2: { amd64: ami-0000000e }
`,
  );
});

test("an order of one's own stays, and new regions follow", t => {
  const text = `${head}    amis:\n      us-east-1: { amd64: ami-00000001 }\n      eu-west-1: { amd64: ami-00000002 }\n`;
  t.is(written(text, [['ap-east-1', 'amd64', 'ami-00000003']]), `${text}      ap-east-1: { amd64: ami-00000003 }\n`);
});

test('an empty, a missing and a wrong map are filled', t => {
  for (const map of ['    amis: {}\n', '    amis:\n', '', '    amis: later\n']) {
    const result = written(head + map, [['eu-west-1', 'amd64', 'ami-00000002']]);
    t.deepEqual(parse(result), {
      kind: 'Release',
      spec: { flatcar: { version: '4593.2.5', amis: { 'eu-west-1': { amd64: 'ami-00000002' } } } },
    });
    t.true(result.includes('\n      eu-west-1: { amd64: ami-00000002 }'), result);
  }
});

test('a region without images gets them', t => {
  const text = `${head}    amis:\n      eu-west-1:\n      eu-west-2: soon\n`;
  const result = written(text, [
    ['eu-west-1', 'amd64', 'ami-00000002'],
    ['eu-west-2', 'amd64', 'ami-00000003'],
  ]);
  t.is(
    result,
    `${head}    amis:\n      eu-west-1: { amd64: ami-00000002 }\n      eu-west-2: { amd64: ami-00000003 }\n`,
  );
});

test('the map of an alternative version is another one', t => {
  const text = `${head}    amis:\n      eu-west-1: { amd64: ami-00000001 }\n    alternatives:\n      4593.2.6:\n        eu-west-1: { amd64: ami-00000002 }\n`;
  t.is(
    written(text, [['eu-west-1', 'amd64', 'ami-00000009']], '4593.2.6'),
    text.replace('ami-00000002', 'ami-00000009'),
  );
});
