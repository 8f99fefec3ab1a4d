import { AwsFault } from '../fault.js';
import type { QueryParameters } from '../query-protocol.js';
import { text } from '../resources/text.js';
import type { Action, Call, Fields } from './call.js';
import { notFound, structureList, textList } from './call.js';
import type { Ec2Value } from './xml-lists.js';

/** How resources of a kind are listed. */
export interface Description {
  /** CloudFormation's type, which knows how EC2 says that there is none. */
  readonly type: string;
  /** Element of the answer. */
  readonly set: string;
  /** Parameter that names chosen ones. */
  readonly ids: string;
  /** Field with the id. */
  readonly id: string;
  readonly items: (call: Call) => readonly Fields[];
  /** Path of the field that each filter is about; lists on the way stand for all of their members. */
  readonly filters: Readonly<Record<string, string>>;
  /** What stands in the answer in place of an item. */
  readonly wrap?: (item: Fields) => Fields;
}

export function describe(description: Description): Action {
  return call => {
    const { parameters } = call;
    const all = description.items(call);
    const ids = textList(parameters, description.ids);
    const unknown = ids.find(id => !all.some(item => item[description.id] === id));
    if (unknown !== undefined) throw notFound(description.type, unknown);
    const chosen = all.filter(item => ids.length === 0 || ids.includes(text(item[description.id]) ?? ''));
    const found = chosen.filter(filterOf(parameters, description));
    const { shown, nextToken } = pageOf(found, parameters);
    return { [description.set]: shown.map(description.wrap ?? (item => item)), nextToken };
  };
}

function filterOf(parameters: QueryParameters, { filters }: Description): (item: Fields) => boolean {
  const tests = structureList(parameters, 'Filter').map(filter => {
    const name = filter.get('Name') ?? '';
    const patterns = textList(filter, 'Value').map(wildcard);
    const values = valuesOf(name, filters);
    return (item: Fields) => values(item).some(value => patterns.some(pattern => pattern.test(text(value) ?? '')));
  });
  return item => tests.every(test => test(item));
}

function valuesOf(name: string, filters: Description['filters']): (item: Fields) => readonly Ec2Value[] {
  if (name.startsWith('tag:')) {
    return item => tagsOf(item).flatMap(({ key, value }) => (`tag:${text(key)}` === name ? value : []));
  }
  const path = name === 'tag-key' ? 'tagSet.key' : name === 'owner-id' ? 'ownerId' : filters[name];
  if (path === undefined || !(Object.hasOwn(filters, name) || /^(tag-key|owner-id)$/.test(name))) {
    throw new AwsFault('InvalidParameterValue', `The filter '${name}' is invalid`);
  }
  return item => membersAt(item, path.split('.'));
}

function tagsOf({ tagSet }: Fields): readonly Fields[] {
  return (tagSet ?? []) as readonly Fields[];
}

function membersAt(value: Ec2Value, [first, ...rest]: readonly string[]): readonly Ec2Value[] {
  if (Array.isArray(value)) {
    return (value as readonly Ec2Value[]).flatMap(member =>
      membersAt(member, first === undefined ? [] : [first, ...rest]),
    );
  }
  if (value === undefined) return [];
  if (first === undefined) return [value];
  return typeof value === 'object' ? membersAt((value as Fields)[first], rest) : [];
}

/** In a filter `*` stands for anything and `?` for one character. */
function wildcard(pattern: string): RegExp {
  const escaped = pattern.replace(/[\\^$.+()|{}[\]]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
}

function pageOf(items: readonly Fields[], parameters: QueryParameters) {
  const size = Number(parameters.get('MaxResults') ?? 1000);
  if (!(size >= 1 && size <= 1000)) {
    const message = `Value ( ${parameters.get('MaxResults')} ) for parameter maxResults is invalid. Expecting a value between 5 and 1000.`;
    throw new AwsFault('InvalidParameterValue', message);
  }
  const token = parameters.get('NextToken');
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(start) || start < 0 || token === '') {
    throw new AwsFault('InvalidParameterValue', 'Invalid value for parameter NextToken');
  }
  const end = start + size;
  return {
    shown: items.slice(start, end),
    nextToken: end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined,
  };
}
