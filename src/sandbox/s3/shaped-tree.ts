import { s3Faults } from './faults.js';
import type { Members, Shape, Tree, TreeValue } from './setting-shapes.js';
import type { XmlElement } from './xml-reader.js';

/** The tree of a document, if it has the shape and nothing besides; throws MalformedXML. */
export function treeOfXml(element: XmlElement, members: Members): Tree {
  return shapedTree(plain(element, members), members);
}

/** Values in their types, elements in the order of the shape. Numbers and truth values may come as text. */
export function shapedTree(given: Readonly<Record<string, unknown>>, members: Members): Tree {
  const rest = new Set(Object.keys(given).filter(name => given[name] !== undefined));
  const entries = Object.entries(members).flatMap(([member, shape]): [string, TreeValue][] => {
    const { name, repeated, required } = elementOf(member);
    const value = given[name];
    rest.delete(name);
    if (value === undefined) {
      if (required) throw s3Faults.malformedXml();
      return [];
    }
    if (!repeated) return [[name, shaped(value, shape)]];
    if (!Array.isArray(value) || (required && value.length === 0)) throw s3Faults.malformedXml();
    return [[name, value.map(item => shaped(item, shape))]];
  });
  if (rest.size > 0) throw s3Faults.malformedXml();
  return Object.fromEntries(entries);
}

function shaped(value: unknown, shape: Shape): TreeValue {
  if (typeof value === 'object') {
    if (value === null || typeof shape === 'string' || isWords(shape)) throw s3Faults.malformedXml();
    return shapedTree(value as Record<string, unknown>, shape);
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (shape === 'text') return text;
  if (shape === 'integer' && /^\d{1,15}$/.test(text)) return Number(text);
  if (shape === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  if (isWords(shape) && shape.includes(text)) return text;
  throw s3Faults.malformedXml();
}

/** An element without children is text where the shape wants text. */
function plain({ children }: XmlElement, members: Members): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const child of children) {
    const member = Object.keys(members).find(candidate => elementOf(candidate).name === child.name);
    const shape = member === undefined ? undefined : members[member];
    if (member === undefined || shape === undefined) throw s3Faults.malformedXml();
    const value = typeof shape === 'string' || isWords(shape) ? child.text : plain(child, shape);
    if (elementOf(member).repeated) result[child.name] = [...((result[child.name] ?? []) as unknown[]), value];
    else if (Object.hasOwn(result, child.name)) throw s3Faults.malformedXml();
    else result[child.name] = value;
  }
  return result;
}

function elementOf(member: string): { name: string; repeated: boolean; required: boolean } {
  return { name: member.replace(/[[\]!]/g, ''), repeated: member.includes('[]'), required: member.endsWith('!') };
}

function isWords(shape: Shape): shape is readonly string[] {
  return Array.isArray(shape);
}
