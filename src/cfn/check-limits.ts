import type { CfnTemplate } from '../model/artifact.js';
import { intrinsicOf } from './intrinsics.js';
import { pointerTo } from './pointer.js';
import { mistake, type TemplateFinding } from './template-finding.js';

/** Published limits ("Understand CloudFormation quotas" in the user guide). Bytes are of UTF-8. */
export const templateLimits = {
  resources: 500,
  parameters: 200,
  outputs: 200,
  mappings: 200,
  descriptionBytes: 1024,
  /** Of the text of a template that is sent along rather than put in S3. */
  inlineBodyBytes: 51_200,
  bodyBytes: 1_000_000,
  parameterValueBytes: 4096,
  /** Of EC2 user data before it is encoded as base64. */
  userDataBytes: 16_384,
  dynamicReferences: 60,
} as const;

/** Finds what exceeds a limit, and names that CloudFormation does not accept. */
export function checkLimits(template: CfnTemplate): readonly TemplateFinding[] {
  return [
    ...checkCount(template, 'Resources', templateLimits.resources),
    ...checkCount(template, 'Parameters', templateLimits.parameters),
    ...checkCount(template, 'Outputs', templateLimits.outputs),
    ...checkCount(template, 'Mappings', templateLimits.mappings),
    ...checkDescription(template),
    ...checkLogicalIds(template),
    ...checkDynamicReferences(template),
    ...checkUserData(template),
  ];
}

/** Templates are sent along with the call rather than put in S3. */
export function checkBody(text: string): readonly TemplateFinding[] {
  const bytes = Buffer.byteLength(text);
  if (bytes <= templateLimits.inlineBodyBytes) return [];
  const message = `the template has ${bytes} bytes, ${templateLimits.inlineBodyBytes} are the most that can be sent inline`;
  return [mistake('CW3018', '', message)];
}

function checkCount(template: CfnTemplate, section: string, limit: number): readonly TemplateFinding[] {
  const count = Object.keys(template[section] ?? {}).length;
  if (count <= limit) return [];
  return [mistake('CW3010', `/${section}`, `${count} ${section.toLowerCase()}, at most ${limit} are allowed`)];
}

function checkDescription({ Description: description }: CfnTemplate): readonly TemplateFinding[] {
  if (description === undefined) return [];
  const pointer = '/Description';
  if (typeof description !== 'string') return [mistake('CW3011', pointer, 'Description must be a string')];
  const bytes = Buffer.byteLength(description);
  if (bytes <= templateLimits.descriptionBytes) return [];
  const message = `the description has ${bytes} bytes, at most ${templateLimits.descriptionBytes} are allowed`;
  return [mistake('CW3011', pointer, message)];
}

function checkLogicalIds(template: CfnTemplate): readonly TemplateFinding[] {
  return ['Parameters', 'Mappings', 'Conditions', 'Resources', 'Outputs'].flatMap(section =>
    Object.keys(template[section] ?? {})
      .filter(id => !/^[A-Za-z0-9]{1,255}$/.test(id))
      .map(id => mistake('CW3011', pointerTo('', section, id), `${id} must be alphanumeric, at most 255 characters`)),
  );
}

function checkDynamicReferences(template: CfnTemplate): readonly TemplateFinding[] {
  const count = JSON.stringify(template).match(/\{\{resolve:/g)?.length ?? 0;
  if (count <= templateLimits.dynamicReferences) return [];
  return [
    mistake('CW3010', '', `${count} dynamic references, at most ${templateLimits.dynamicReferences} are allowed`),
  ];
}

/** User data is known to be too long even before functions are resolved, if its literal text is. */
function checkUserData(template: CfnTemplate): readonly TemplateFinding[] {
  return Object.entries(template.Resources).flatMap(([logicalId, { Properties }]) =>
    userDataOf(Properties, pointerTo('/Resources', logicalId, 'Properties')).flatMap(({ pointer, bytes }) =>
      bytes <= templateLimits.userDataBytes
        ? []
        : [
            mistake(
              'CW3013',
              pointer,
              `user data has at least ${bytes} bytes, at most ${templateLimits.userDataBytes} are allowed`,
            ),
          ],
    ),
  );
}

function userDataOf(value: unknown, pointer: string): readonly { pointer: string; bytes: number }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const at = pointerTo(pointer, key);
    if (key !== 'UserData') return userDataOf(member, at);
    const [name, argument] = intrinsicOf(member) ?? [];
    return [{ pointer: at, bytes: name === 'Fn::Base64' ? literalBytes(argument) : (literalBytes(member) * 3) / 4 }];
  });
}

function literalBytes(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  const [name, argument] = intrinsicOf(value) ?? [];
  if (name === 'Fn::Sub') {
    const [text] = [argument].flat();
    return typeof text === 'string' ? Buffer.byteLength(text.replaceAll(/\$\{[^!{}][^{}]*\}/g, '')) : 0;
  }
  if (name === 'Fn::Join' && Array.isArray(argument)) {
    return [(argument as unknown[])[1]].flat().reduce<number>((sum, part) => sum + literalBytes(part), 0);
  }
  return 0;
}
