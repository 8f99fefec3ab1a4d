import { AwsFault } from '../fault.js';
import type { LiveResource } from '../resources/live-resource.js';
import { resourcesOf } from '../resources/store.js';
import type { Call, Fields } from './call.js';
import { notFound, structureList, textList } from './call.js';

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export function createTags(call: Call): Promise<Fields> {
  return changeTags(call, (own, given) => [
    ...own.filter(({ Key }) => !given.some(tag => tag.Key === Key)),
    ...given.map(({ Key, Value = '' }) => ({ Key, Value })),
  ]);
}

/** Without a value a tag is deleted whatever its value is; without tags all are. */
export function deleteTags(call: Call): Promise<Fields> {
  return changeTags(call, (own, given) =>
    given.length === 0
      ? []
      : own.filter(({ Key, Value }) => !given.some(tag => tag.Key === Key && (tag.Value ?? Value) === Value)),
  );
}

type GivenTag = Omit<Tag, 'Value'> & { readonly Value: string | undefined };

async function changeTags(
  { nodes, place, parameters }: Call,
  change: (own: readonly Tag[], given: readonly GivenTag[]) => readonly Tag[],
): Promise<Fields> {
  const resources = resourcesOf(nodes.world);
  const given = structureList(parameters, 'Tag').map(tag => ({ Key: tag.get('Key') ?? '', Value: tag.get('Value') }));
  const reserved = given.find(({ Key }) => Key.startsWith('aws:'));
  if (reserved) {
    const message = `Value ( ${reserved.Key} ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use`;
    throw new AwsFault('InvalidParameterValue', message);
  }
  const found = textList(parameters, 'ResourceId').map((id): LiveResource => {
    const resource = resources.byId(place, id);
    if (!resource) throw notFound('', id);
    return resource;
  });
  for (const resource of found) {
    const own = (Array.isArray(resource.properties.Tags) ? resource.properties.Tags : []) as readonly Tag[];
    resources.put({ ...resource, properties: { ...resource.properties, Tags: change(own, given) } });
  }
  await resources.keep(place);
  return { return: true };
}
