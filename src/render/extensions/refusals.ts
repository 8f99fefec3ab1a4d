import { checkShape } from '../../cfn/check-shape.js';
import { referencesOf } from '../../cfn/intrinsics.js';
import { pointerTo } from '../../cfn/pointer.js';
import { mistake, type TemplateFinding } from '../../cfn/template-finding.js';
import { isBookkeeping } from '../../model/bookkeeping.js';
import { entriesOf, extensionSections, idPrefix } from './sections.js';

/**
 * What an extension may not hold, seen by itself: other sections, ids that could be ours, and what nobody could plan.
 * Whatever is left can be added to a template of ours without changing anything in it.
 */
export function extensionRefusals(extension: object): readonly TemplateFinding[] {
  const found = [...otherSections(extension), ...checkShape(extension as Readonly<Record<string, unknown>>)];
  // Entries that are no maps cannot be looked into.
  if (found.length > 0) return found;
  return [...otherIds(extension), ...unplannable(extension), ...bookkeepingReferences(extension)];
}

function otherSections(extension: object): readonly TemplateFinding[] {
  const allowed: readonly string[] = extensionSections;
  return Object.keys(extension)
    .filter(section => !allowed.includes(section))
    .map(section =>
      mistake('CW3021', `/${section}`, `an extension has ${extensionSections.join(', ')}, and no ${section}`),
    );
}

function otherIds(extension: object): readonly TemplateFinding[] {
  return extensionSections.flatMap(section =>
    Object.keys(entriesOf(extension, section))
      .filter(id => !/^Extra[A-Z0-9][A-Za-z0-9]*$/.test(id))
      .map(id =>
        mistake(
          'CW3022',
          pointerTo('', section, id),
          `${id} must be ${idPrefix} and a name, ${idPrefix}Topic say, letters and digits: other ids are clusterwright's`,
        ),
      ),
  );
}

/** What a change set tells nothing about. */
const unplannableTypes: ReadonlySet<string> = new Set(['AWS::CloudFormation::Stack', 'AWS::CloudFormation::StackSet']);

function unplannable(extension: object): readonly TemplateFinding[] {
  const nested = Object.entries(entriesOf(extension, 'Resources')).flatMap(([id, resource]) => {
    const { Type } = resource as { readonly Type: string };
    if (!unplannableTypes.has(Type)) return [];
    const pointer = pointerTo('/Resources', id, 'Type');
    return [mistake('CW3023', pointer, `what a nested stack holds is neither checked nor planned: add it itself`)];
  });
  return [...nested, ...transforms(extension, '')];
}

function transforms(value: unknown, pointer: string): readonly TemplateFinding[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const at = pointerTo(pointer, key);
    if (key !== 'Fn::Transform') return transforms(member, at);
    return [mistake('CW3023', at, 'what a macro makes is neither checked nor planned')];
  });
}

/** They change with every commit, and the resource that takes one would, too, unseen by any plan. */
function bookkeepingReferences(extension: object): readonly TemplateFinding[] {
  return extensionSections.flatMap(section =>
    referencesOf(entriesOf(extension, section), `/${section}`)
      .filter(({ kind, name = '' }) => kind === 'ref' && isBookkeeping(name))
      .map(({ name, pointer }) => mistake('CW3023', pointer, `the parameter ${name} is clusterwright's bookkeeping`)),
  );
}
