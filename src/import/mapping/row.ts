import type { Kind } from '../../fleet/kinds.js';
import type { Converted, ImportFacts } from './conversions.js';

/** The kinds of resources that are imported. */
export const sourceKinds = [
  'AWSCluster',
  'Cluster',
  'G8sControlPlane',
  'AWSControlPlane',
  'MachineDeployment',
  'AWSMachineDeployment',
  'NetworkPool',
  'Release',
  'AWSConfig',
] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** What becomes of one field of a resource. The documentation and the report of an import are made from these rows. */
export interface MappingRow {
  /** Keys from the root; `*` stands for any key or index, `**` at the end for everything below. */
  readonly path: readonly string[];
  readonly fate: 'carried' | 'changed' | 'dropped';
  /** Fields of ours, the first of which takes the converted value; none for what is dropped. */
  readonly to: readonly TargetField[];
  /** How it changes, or why it is dropped; may be empty for what is carried as it is. */
  readonly note: string;
  /** Without it, the field is decided together with others, for example with the addresses of zones. */
  readonly convert: Conversion | undefined;
}

export type Conversion = (value: unknown, facts: ImportFacts) => Converted;

export interface TargetField {
  readonly kind: Kind;
  /** JSON pointer, for example `/spec/scaling/min`; `*` stands for any item or key. */
  readonly pointer: string;
}

/** A field that has the same meaning with us. */
export function carried(path: Path, to: string, convert: Conversion, note = ''): MappingRow {
  return { path: keysOf(path), fate: 'carried', to: [targetOf(to)], note, convert };
}

/** A field that means something else with us, or stands elsewhere. */
export function changed(path: Path, to: string | readonly string[], note: string, convert?: Conversion): MappingRow {
  return { path: keysOf(path), fate: 'changed', to: [to].flat().map(targetOf), note, convert };
}

export function dropped(path: Path, why: string): MappingRow {
  return { path: keysOf(path), fate: 'dropped', to: [], note: why, convert: undefined };
}

/** `spec.provider.region`, or keys that may hold dots. */
export type Path = string | readonly string[];

export function annotation(key: string): Path {
  return ['metadata', 'annotations', key];
}

export function label(key: string): Path {
  return ['metadata', 'labels', key];
}

/** As people write it: `metadata.labels["giantswarm.io/cluster"]`, `spec.masters[].id`. */
export function pathText(path: readonly string[]): string {
  return path.reduce((text, key) => {
    if (/^(\*|\d+)$/.test(key) && !/(labels|annotations)$/.test(text)) return `${text}[${key === '*' ? '' : key}]`;
    if (key === '**') return `${text}.…`;
    return /[./]/.test(key) || key === '*' ? `${text}["${key}"]` : `${text}${text === '' ? '' : '.'}${key}`;
  }, '');
}

function keysOf(path: Path): readonly string[] {
  return typeof path === 'string' ? path.split('.') : path;
}

/** `NodePool spec.scaling.min` */
function targetOf(text: string): TargetField {
  const [kind = '', path = ''] = text.split(' ');
  return { kind: kind as Kind, pointer: `/${path.replaceAll('.', '/')}` };
}
