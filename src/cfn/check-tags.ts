import type { CfnTemplate } from '../model/artifact.js';
import { own } from '../model/own.js';
import { pointerTo } from './pointer.js';
import type { ResourceSpecification } from './specification.js';
import { mistake, type TemplateFinding } from './template-finding.js';

/** "Tag your Amazon EC2 resources", whose limits other services share. Tags of AWS' own do not count. */
const limits = { count: 50, keyCharacters: 128, valueCharacters: 256 } as const;

/** Finds tags that AWS would refuse: too many, too long, twice, or with its own prefix. */
export function checkTags(template: CfnTemplate, specification: ResourceSpecification): readonly TemplateFinding[] {
  return Object.entries(template.Resources).flatMap(([logicalId, { Type, Properties = {} }]) => {
    const property = specification.resourceType(Type)?.tags?.property;
    if (property === undefined) return [];
    const pointer = pointerTo('/Resources', logicalId, 'Properties', property);
    const tags = tagsOf(own(Properties, property), pointer);
    const tooMany =
      tags.length > limits.count
        ? [mistake('CW3014', pointer, `${tags.length} tags, ${limits.count} are the most`)]
        : [];
    return [...tooMany, ...tags.flatMap(checkTag), ...repeated(tags)];
  });
}

interface Tag {
  readonly pointer: string;
  readonly key: unknown;
  readonly value: unknown;
}

/** Tags are a list of keys and values, or a map. */
function tagsOf(tags: unknown, pointer: string): readonly Tag[] {
  if (Array.isArray(tags)) {
    return (tags as unknown[]).flatMap((tag, index) => {
      if (typeof tag !== 'object' || tag === null) return [];
      const { Key: key, Value: value } = tag as { readonly Key?: unknown; readonly Value?: unknown };
      return [{ pointer: pointerTo(pointer, index), key, value }];
    });
  }
  if (typeof tags !== 'object' || tags === null) return [];
  return Object.entries(tags).map(([key, value]) => ({ pointer: pointerTo(pointer, key), key, value }));
}

function checkTag({ pointer, key, value }: Tag): readonly TemplateFinding[] {
  const found: string[] = [];
  if (typeof key === 'string') {
    if (/^aws:/i.test(key)) found.push(`the tag ${key} has a prefix that is AWS' own`);
    if (key.length > limits.keyCharacters)
      found.push(`a tag's key has ${key.length} characters, ${limits.keyCharacters} are the most`);
  }
  if (typeof value === 'string' && value.length > limits.valueCharacters) {
    found.push(`a tag's value has ${value.length} characters, ${limits.valueCharacters} are the most`);
  }
  return found.map(message => mistake('CW3014', pointer, message));
}

function repeated(tags: readonly Tag[]): readonly TemplateFinding[] {
  const seen = new Set<string>();
  return tags.flatMap(({ key, pointer }) => {
    if (typeof key !== 'string') return [];
    if (seen.has(key)) return [mistake('CW3014', pointer, `the tag ${key} is there twice`)];
    seen.add(key);
    return [];
  });
}
