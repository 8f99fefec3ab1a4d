import { AwsFault } from '../fault.js';
import { violation } from '../json-input.js';
import type { JsonInput } from '../json-protocol.js';

const maximumTags = 50;

/** The member `Tags` of a request. https://docs.aws.amazon.com/kms/latest/APIReference/API_Tag.html */
export function tagsOf(input: JsonInput): Readonly<Record<string, string>> {
  const given = input.Tags ?? [];
  if (!Array.isArray(given)) throw new AwsFault('SerializationException', '');
  const tags = given.map((tag: { readonly TagKey?: unknown; readonly TagValue?: unknown } | null) => {
    const { TagKey: key, TagValue: value } = tag ?? {};
    if (typeof key !== 'string' || typeof value !== 'string') {
      const missing = typeof key === 'string' ? 'tagValue' : 'tagKey';
      throw violation(`Value null at 'tags.1.member.${missing}' failed to satisfy constraint: Member must not be null`);
    }
    if (key === '' || key.length > 128)
      throw outOfBounds('tagKey', key === '' ? 'greater than or equal to 1' : 'less than or equal to 128');
    if (value.length > 256) throw outOfBounds('tagValue', 'less than or equal to 256');
    if (/^aws:/i.test(key)) throw new AwsFault('TagException', 'Tag keys that begin with aws: are reserved for AWS.');
    return [key, value] as const;
  });
  const byKey: Readonly<Record<string, string>> = Object.fromEntries(tags);
  if (Object.keys(byKey).length < tags.length) throw new AwsFault('TagException', 'Duplicate tag keys');
  return byKey;
}

/** A key's tags with further ones, or with other values. */
export function withTags(
  before: Readonly<Record<string, string>>,
  tags: Readonly<Record<string, string>>,
): Record<string, string> {
  const after = { ...before, ...tags };
  if (Object.keys(after).length <= maximumTags) return after;
  throw new AwsFault('LimitExceededException', `A key has at most ${maximumTags} tags.`);
}

function outOfBounds(member: string, bound: string): AwsFault {
  return violation(`Value at 'tags.1.member.${member}' failed to satisfy constraint: Member must have length ${bound}`);
}
