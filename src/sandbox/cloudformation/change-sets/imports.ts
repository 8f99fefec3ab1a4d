import { own } from '../../../model/own.js';
import { flag, structureList } from '../../query-parameters.js';
import type { QueryParameters } from '../../query-protocol.js';
import { givenName, physicalId } from '../../resources/physical-ids.js';
import { parsedTemplate } from '../../templates/parsed-template.js';
import { activeResources } from '../../templates/scope.js';
import { validationError } from '../../templates/template-error.js';
import type { Call } from '../call.js';
import type { Context } from '../context.js';
import { plannedScope } from '../live-scope.js';
import { resourcePlace } from '../resource-place.js';
import { desiredProperties } from '../scope.js';
import { stacksIn } from '../stacks.js';
import type { Deployment, Stack } from '../state.js';
import type { ChangeSet, Imports, ResourceChange } from './change-set.js';

/** The resources that are to be taken over; throws ValidationError if one that the request names cannot be. */
export async function requestedImports(
  call: Call,
  type: ChangeSet['type'],
  stack: Stack,
  deployment: Deployment,
): Promise<Imports> {
  const named = structureList(call.parameters, 'ResourcesToImport');
  if ((type === 'IMPORT') !== named.length > 0) {
    throw validationError('ResourcesToImport must be given for change sets of type IMPORT, and for no others.');
  }
  const { Resources } = parsedTemplate(deployment.template);
  const takesExisting = flag(call.parameters, 'ImportExistingResources');
  const imports: Record<string, string> = takesExisting ? await existingImports(call, stack, deployment) : {};
  for (const resource of named) {
    const [logicalId, id] = [resource.get('LogicalResourceId') ?? '', identifierOf(resource)];
    const declared = own(Resources, logicalId);
    if (!declared || declared.Type !== resource.get('ResourceType')) {
      throw validationError(`Resource to import [${logicalId}] must be in the template with the type that is given.`);
    }
    if (declared.DeletionPolicy === undefined) {
      throw validationError(`Resources to import must have a DeletionPolicy attribute set: [${logicalId}]`);
    }
    if (!(await isImportable(call.context, stack, { logicalId, type: declared.Type, id }))) {
      throw validationError(
        `Resource [${logicalId}] with identifier [${id}] does not exist or belongs to another stack.`,
      );
    }
    imports[logicalId] = id;
  }
  return imports;
}

/** New resources with names that resources of no stack have. */
async function existingImports({ context }: Call, stack: Stack, deployment: Deployment) {
  const scope = plannedScope(context, stack, deployment);
  const imports: Record<string, string> = {};
  for (const logicalId of activeResources(scope)) {
    const type = scope.template.Resources[logicalId]?.Type ?? '';
    const properties = desiredProperties(context, logicalId, scope);
    if (own(stack.resources, logicalId) || givenName({ type, properties }) === undefined) continue;
    const id = physicalId({ ...resourcePlace(context, stack, { logicalId, type, generation: 1 }), properties });
    if (await isImportable(context, stack, { logicalId, type, id })) imports[logicalId] = id;
  }
  return imports;
}

/** Throws ValidationError if an import would do anything but import. */
export function checkImportOnly(changes: readonly ResourceChange[]): void {
  const others = changes.filter(({ action }) => action !== 'Import').map(({ logicalId }) => logicalId);
  if (others.length === 0) return;
  throw validationError(
    `You have modified resources [${others.join(', ')}] in your template that are not being imported. Update, create or delete operations cannot be executed during import operations.`,
  );
}

/** `ResourceIdentifier.entry.1.value` and so on; identifiers of several parts are joined as CloudFormation joins them. */
function identifierOf(resource: QueryParameters): string {
  const values = [...resource.entries()].filter(([key]) => /^ResourceIdentifier\.entry\.\d+\.value$/.test(key));
  return values.map(([, value]) => value).join('|');
}

type Candidate = Pick<ResourceChange, 'logicalId' | 'type'> & { readonly id: string };

async function isImportable(context: Context, stack: Stack, { logicalId, type, id }: Candidate): Promise<boolean> {
  const owned = stacksIn(context.world, stack).some(
    ({ status, resources }) =>
      status !== 'DELETE_COMPLETE' &&
      Object.values(resources).some(
        resource => resource.physicalId === id && resource.type === type && !resource.status.startsWith('DELETE_'),
      ),
  );
  const place = resourcePlace(context, stack, { logicalId, type, generation: 1 });
  return !owned && (await context.handlerOf(type).read(id, place)) !== undefined;
}
