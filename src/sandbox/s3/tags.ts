import { AwsFault } from '../fault.js';
import type { TreeValue } from './setting-shapes.js';
import { settingShapes } from './setting-shapes.js';
import { treeOfXml } from './shaped-tree.js';
import type { Tags } from './state.js';
import { readXml } from './xml-reader.js';

const maximumOfObject = 10;

/** A document of tags, as buckets and objects have. */
export function tagsXml(tags: Tags = {}) {
  return { TagSet: { Tag: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) } };
}

/** The tags of an object from such a document. */
export function objectTagsOfXml(source: string): Tags {
  const { TagSet } = treeOfXml(readXml(source), settingShapes.tagging);
  checkTags(TagSet, maximumOfObject);
  return Object.fromEntries(tagsIn(TagSet).map(({ Key, Value }) => [Key, Value]));
}

/** The tags of an object from the header `x-amz-tagging`, which holds them like a query. */
export function objectTagsOfHeader(header: string): Tags {
  const tags = [...new URLSearchParams(header)].map(([Key, Value]) => ({ Key, Value }));
  checkTags({ Tag: tags }, maximumOfObject);
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}

/** Throws unless S3 takes the tags. https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-managing.html */
export function checkTags(tagSet: TreeValue | undefined, maximum: number): void {
  const tags = tagsIn(tagSet);
  if (tags.length > maximum) {
    const message =
      maximum === maximumOfObject
        ? 'Object tags cannot be greater than 10'
        : 'Bucket tag count cannot be greater than 50';
    throw new AwsFault('BadRequest', message);
  }
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) {
    throw invalidTag('Cannot provide multiple Tags with the same key');
  }
  for (const { Key, Value } of tags) {
    if (/^aws:/i.test(Key)) throw invalidTag('System tags cannot be added/updated by requester');
    if (Key.length > 128 || !permitted.test(Key)) throw invalidTag('The TagKey you have provided is invalid');
    if (Value.length > 256 || (Value !== '' && !permitted.test(Value))) {
      throw invalidTag('The TagValue you have provided is invalid');
    }
  }
}

const permitted = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u;

function tagsIn(tagSet: TreeValue | undefined): readonly { readonly Key: string; readonly Value: string }[] {
  return (tagSet as { readonly Tag?: readonly { Key: string; Value: string }[] } | undefined)?.Tag ?? [];
}

function invalidTag(message: string): AwsFault {
  return new AwsFault('InvalidTag', message);
}
