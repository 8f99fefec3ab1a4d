import test from 'ava';
import { type Document, parseAllDocuments, Scalar } from 'yaml';
import { loadFleet } from '../../src/fleet/load.js';
import type { Artifacts } from '../../src/model/artifact.js';
import type { Fleet } from '../../src/model/fleet.js';
import { render } from '../../src/render/render.js';
import { filesOf } from '../fleet/repository.js';
import { filesOfFleet, type TellingFleet, tellingFleets } from '../fleets.js';

/** Text that means something to YAML, Handlebars, CloudFormation, a shell or a regular expression. */
const hostile = [
  '{{resolve:ssm:/secret}}',
  '${AWS::NotThere}',
  '!Ref Vpc',
  'x\n- y: "z\'',
  '$(id)`id`;id',
  '{{{evil}}}{{> master}}',
  '__proto__',
  '\u202E\u0007',
];

for (const name of tellingFleets) {
  test(`no text field of the fleet ${name} reaches what reads templates, scripts or shells`, async t => {
    let accepted = 0;
    for (const [file, index, path] of textFields(name)) {
      const harmless = await loaded(name, { file, index, path, text: 'abc' });
      for (const text of hostile) {
        const fleet = await loaded(name, { file, index, path, text });
        if (fleet === undefined) continue;
        accepted += 1;
        const label = `${file} ${path.join('.')} = ${JSON.stringify(text)}`;
        const rendered = await render(fleet);
        t.deepEqual(misread(rendered, text), [], label);
        if (harmless !== undefined) t.deepEqual(shapes(rendered), shapes(await render(harmless)), label);
      }
    }
    // Free text for people is accepted, and so are claims and prefixes of a login; everything else has a form of its own.
    t.is(accepted > 0, name === 'everything');
    t.log(`${accepted} hostile values were accepted as text`);
  });
}

type Field = readonly [file: string, index: number, path: readonly (string | number)[]];

function textFields(name: TellingFleet): Field[] {
  return [...filesOfFleet(name)].flatMap(([file, text]) =>
    (parseAllDocuments(text) as Document[]).flatMap((document, index) => {
      const fields: Field[] = [];
      collect(document.toJS(), [], path => fields.push([file, index, path]));
      return fields.filter(([, , path]) => path[0] === 'spec' || path[0] === 'metadata');
    }),
  );
}

function collect(
  value: unknown,
  path: readonly (string | number)[],
  found: (path: readonly (string | number)[]) => void,
) {
  if (typeof value === 'string') found(path);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value))
    collect(child, [...path, Array.isArray(value) ? Number(key) : key], found);
}

async function loaded(
  name: TellingFleet,
  { file, index, path, text }: { file: string; index: number; path: readonly (string | number)[]; text: string },
): Promise<Fleet | undefined> {
  const files = filesOfFleet(name);
  const documents = parseAllDocuments(files.get(file) ?? '') as Document[];
  documents[index]?.setIn(path, text);
  // Anchors and tags are none of ours: the value is plain text.
  const quoted = documents[index]?.getIn(path, true);
  if (quoted instanceof Scalar) quoted.type = 'QUOTE_DOUBLE';
  files.set(file, documents.map(document => document.toString({ lineWidth: 0 })).join('---\n'));
  return (await loadFleet(filesOf(files), { now: new Date('2026-11-21T12:00:00Z') })).fleet;
}

/** Where the text would mean something: inside Fn::Sub, as a dynamic reference, or as a function. */
function misread({ stacks }: Artifacts, text: string): string[] {
  return stacks.flatMap(({ id, template }) => {
    const found: string[] = [];
    collect(template, [], path => {
      const value = path.reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>>)[key], template);
      const isSub = path.includes('Fn::Sub');
      if (typeof value === 'string' && value.includes(text) && (isSub || value.includes('{{resolve:'))) {
        found.push(`${id} ${path.join('.')}`);
      }
    });
    return found;
  });
}

/** The tree of every template and node config without its text. */
function shapes({ stacks, nodeConfigs }: Artifacts): unknown {
  return [...stacks.map(({ template }) => shape(template)), ...nodeConfigs.map(({ body }) => shape(JSON.parse(body)))];
}

function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, shape(child)]));
  }
  return typeof value;
}
