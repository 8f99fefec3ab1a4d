import { type Document, isMap, isScalar, isSeq, Scalar } from 'yaml';
import { documentNamed, editYaml } from '../fleet/edit-yaml.js';
import { parseYamlFile } from '../fleet/yaml.js';
import type { Cluster } from '../model/fleet.js';
import type { RotatingName } from '../model/secrets.js';
import { locate } from '../model/source.js';

type Rotation = Cluster['pki']['rotations'][number];

/** The text of a file with another day for a cluster's renewal; everything else in it stays as it is. */
export function withRenewal(text: string, { name }: Pick<Cluster, 'name'>, day: string): string {
  return editYaml(text, documents => {
    const document = documentNamed(documents, 'Cluster', name);
    const written = document.getIn([...pki, 'renewFrom'], true);
    // One that is there keeps its comment.
    const scalar = isScalar(written) ? written : new Scalar(day);
    scalar.value = day;
    // Without quotes, other readers of YAML take it for a point in time.
    scalar.type = 'QUOTE_DOUBLE';
    document.setIn([...pki, 'renewFrom'], scalar);
  });
}

/** The same with these rotations in place of those of the same names. */
export function withRotations(text: string, { name }: Pick<Cluster, 'name'>, changed: readonly Rotation[]): string {
  return editYaml(text, documents => {
    const document = documentNamed(documents, 'Cluster', name);
    if (!isSeq(document.getIn([...pki, 'rotations']))) document.setIn([...pki, 'rotations'], document.createNode([]));
    for (const rotation of changed) writeRotation(document, rotation);
  });
}

const pki = ['spec', 'pki'] as const;

function writeRotation(document: Document, { name, generation, retired }: Rotation): void {
  const list = document.getIn([...pki, 'rotations']);
  if (!isSeq(list)) return;
  const item = list.items.find(other => isMap(other) && other.get('name') === name);
  if (!isMap(item)) {
    const written = { name, generation, ...(retired === undefined ? {} : { retired }) };
    list.add(document.createNode(written, { flow: true }));
    return;
  }
  item.set('generation', generation);
  if (retired !== undefined) item.set('retired', retired);
}

/** Line of a field of a cluster in a text. */
export function pkiLine(text: string, cluster: string, field: 'renewFrom' | 'rotations'): number | undefined {
  const { documents } = parseYamlFile('', Buffer.from(text));
  const found = documents.find(({ value }) => isCluster(value, cluster));
  return found && locate(found.source, `/spec/pki/${field}`).line;
}

function isCluster(value: unknown, name: string): boolean {
  const { kind, metadata } = (value ?? {}) as { kind?: unknown; metadata?: { name?: unknown } };
  return kind === 'Cluster' && metadata?.name === name;
}

/** What a cluster says of a rotation, with what it leaves open. */
export function rotationOf({ pki: { rotations } }: Pick<Cluster, 'pki'>, name: RotatingName): Rotation {
  return rotations.find(rotation => rotation.name === name) ?? { name, generation: 1 };
}
