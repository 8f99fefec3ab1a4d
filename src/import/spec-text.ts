import { validatorOf } from '../fleet/kinds.js';
import { fileText, flowScalar, noted, scalar } from '../scaffold/texts/lines.js';
import type { Draft } from './draft.js';

/** A draft as somebody would write it: fields in the order of the schema, short parts on one line, notes behind fields. */
export function specText({ kind, value, origins }: Draft): string {
  const comment = (pointer: string) => origins.get(pointer)?.comment ?? '';
  const { metadata, spec } = value as { readonly metadata: Map_; readonly spec: Map_ };
  return fileText([
    'apiVersion: clusterwright.io/v1alpha1',
    `kind: ${kind}`,
    ...fieldLines('metadata', metadata, { indent: '', pointer: '', comment }),
    'spec:',
    ...ordered(spec, specOrder(kind)).flatMap(([key, one]) =>
      fieldLines(key, one, { indent: '  ', pointer: '/spec', comment }),
    ),
  ]);
}

type Map_ = Readonly<Record<string, unknown>>;

interface Place {
  readonly indent: string;
  readonly pointer: string;
  readonly comment: (pointer: string) => string;
}

function fieldLines(key: string, value: unknown, { indent, pointer, comment }: Place): string[] {
  const at = `${pointer}/${key}`;
  const note = comment(at);
  const name = `${indent}${scalar(key)}:`;
  const withNote = (line: string) => (note === '' ? line : noted(line, note));
  if (!isContainer(value)) return [withNote(`${name} ${scalarOf(value)}`)];
  const flow = `${name} ${flowText(value)}`;
  const entries = Array.isArray(value) ? [] : ordered(value as Map_, innerOrder);
  const isNoted = entries.some(([inner]) => comment(`${at}/${inner}`) !== '');
  const isRow =
    !Array.isArray(value) || value.every(item => !isContainer(item) || Object.keys(item as Map_).length === 1);
  if (!isNoted && isRow && flow.length <= 90 && at !== '/spec/network') return [withNote(flow)];
  if (Array.isArray(value)) return [withNote(name), ...value.map(item => `${indent}  - ${flowText(item)}`)];
  return [
    withNote(name),
    ...entries.flatMap(([inner, one]) => fieldLines(inner, one, { indent: `${indent}  `, pointer: at, comment })),
  ];
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' ? plainText(value) : scalarOf(value);
  const entries = ordered(value as Map_, innerOrder).map(([key, one]) => `${plainText(key)}: ${flowText(one)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** Blocks of addresses and label keys need no quotes between braces. */
function plainText(text: string): string {
  return /^[\w./-]+$/.test(text) ? scalar(text) : flowScalar(text);
}

function scalarOf(value: unknown): string {
  return typeof value === 'string' ? scalar(value) : JSON.stringify(value);
}

/** Keys of inner parts that read best in this order; all others follow by their names, whatever the input's order. */
const innerOrder = [
  'name',
  'cidr',
  'zones',
  'serviceCidr',
  'plugin',
  'mode',
  'min',
  'max',
  'types',
  'issuerUrl',
  'clientId',
];

function ordered(value: Map_, order: readonly string[]): [string, unknown][] {
  const rank = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  return Object.entries(value).toSorted(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

function specOrder(kind: Draft['kind']): readonly string[] {
  const { schema } = validatorOf(kind);
  if (typeof schema !== 'object' || !('properties' in schema)) return [];
  const properties = schema.properties as { readonly spec?: { readonly properties?: Map_ } };
  const order = Object.keys(properties.spec?.properties ?? {});
  // Whose it is comes first.
  return ['cluster', ...order];
}
