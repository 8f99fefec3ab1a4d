import { pointerTo } from './pointer.js';

/** A use of something else in the template, by the pointer of the function that uses it. */
export type Reference =
  /** A parameter, a resource or a pseudo parameter. */
  | { readonly kind: 'ref'; readonly name: string; readonly pointer: string }
  /** `attribute` is undefined where a function computes it. */
  | {
      readonly kind: 'attribute';
      readonly name: string;
      readonly attribute: string | undefined;
      readonly function: 'Fn::GetAtt' | 'Fn::Sub';
      readonly pointer: string;
    }
  | { readonly kind: 'condition'; readonly name: string; readonly pointer: string }
  /** `name` is undefined where a function computes it. */
  | { readonly kind: 'mapping'; readonly name: string | undefined; readonly pointer: string };

/** Function and argument if the value is an intrinsic function in its long form. */
export function intrinsicOf(value: unknown): readonly [name: string, argument: unknown] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value);
  const [entry] = entries;
  if (entries.length !== 1 || !entry) return undefined;
  const [name] = entry;
  return name === 'Ref' || name === 'Condition' || name.startsWith('Fn::') ? entry : undefined;
}

/** `AWS::Region`, `AWS::NoValue` and the like. */
export const pseudoParameters: readonly string[] = [
  'AWS::AccountId',
  'AWS::NotificationARNs',
  'AWS::NoValue',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
];

/** Every reference within `value`, in the order of writing, except pseudo parameters. */
export function referencesOf(value: unknown, pointer = ''): readonly Reference[] {
  const found: Reference[] = [];
  visit(value, pointer, found);
  return found.filter(reference => reference.kind !== 'ref' || !pseudoParameters.includes(reference.name));
}

/** Names that `${…}` refers to in the text of a Sub; `${!…}` is an escape. */
export function substitutionsOf(text: string): readonly string[] {
  return [...text.matchAll(/\$\{([^!{}][^{}]*)\}/g)].map(match => (match[1] ?? '').trim());
}

/** The arguments of a GetAtt, in either way of writing it. */
export function attributeOf(argument: unknown): readonly [name: string, attribute: unknown] | undefined {
  if (typeof argument === 'string') {
    const [name = '', ...attribute] = argument.split('.');
    return [name, attribute.join('.')];
  }
  if (!Array.isArray(argument) || argument.length < 2) return undefined;
  const [name, ...attribute] = argument as unknown[];
  if (typeof name !== 'string') return undefined;
  return [
    name,
    attribute.length > 1 && attribute.every(part => typeof part === 'string') ? attribute.join('.') : attribute[0],
  ];
}

function visit(value: unknown, pointer: string, found: Reference[]): void {
  if (typeof value !== 'object' || value === null) return;
  const [name, argument] = intrinsicOf(value) ?? [];
  if (name !== undefined) addReferences(name, argument, pointer, found);
  for (const [key, member] of Object.entries(value)) visit(member, pointerTo(pointer, key), found);
}

function addReferences(name: string, argument: unknown, pointer: string, found: Reference[]): void {
  if (name === 'Ref' && typeof argument === 'string') found.push({ kind: 'ref', name: argument, pointer });
  if (name === 'Condition' && typeof argument === 'string') found.push({ kind: 'condition', name: argument, pointer });
  if (name === 'Fn::GetAtt') {
    const [resource, attribute] = attributeOf(argument) ?? [];
    if (resource !== undefined) found.push(attributeReference(resource, attribute, { function: name, pointer }));
  }
  if (name === 'Fn::Sub') found.push(...substitutedReferences(argument, pointer));
  if (!Array.isArray(argument)) return;
  const [first] = argument as unknown[];
  if (name === 'Fn::If' && typeof first === 'string') found.push({ kind: 'condition', name: first, pointer });
  if (name === 'Fn::FindInMap') {
    found.push({ kind: 'mapping', name: typeof first === 'string' ? first : undefined, pointer });
  }
}

function attributeReference(
  name: string,
  attribute: unknown,
  from: Pick<Extract<Reference, { kind: 'attribute' }>, 'function' | 'pointer'>,
): Reference {
  return { kind: 'attribute', name, attribute: typeof attribute === 'string' ? attribute : undefined, ...from };
}

function substitutedReferences(argument: unknown, pointer: string): readonly Reference[] {
  const [text, variables] = Array.isArray(argument) ? (argument as unknown[]) : [argument];
  if (typeof text !== 'string') return [];
  const own = typeof variables === 'object' && variables !== null ? variables : {};
  return substitutionsOf(text)
    .filter(name => !Object.hasOwn(own, name))
    .map(name => {
      const dot = name.indexOf('.');
      if (dot < 0) return { kind: 'ref', name, pointer };
      return attributeReference(name.slice(0, dot), name.slice(dot + 1), { function: 'Fn::Sub', pointer });
    });
}
