import { templateLimits } from '../../cfn/check-limits.js';
import type { CfnTemplate } from '../../model/artifact.js';
import { validationError } from './template-error.js';

interface Section {
  /** As AWS calls one entry. */
  readonly entry: string;
  readonly members: readonly string[];
  readonly required: string | undefined;
}

const sections: Readonly<Record<string, Section>> = {
  Parameters: {
    entry: 'parameter',
    required: 'Type',
    members:
      'AllowedPattern AllowedValues ConstraintDescription Default Description MaxLength MaxValue MinLength MinValue NoEcho Type'.split(
        ' ',
      ),
  },
  Resources: {
    entry: 'resource',
    required: 'Type',
    members:
      'Condition CreationPolicy DeletionPolicy DependsOn Metadata Properties Type UpdatePolicy UpdateReplacePolicy'.split(
        ' ',
      ),
  },
  Outputs: { entry: 'output', required: 'Value', members: ['Condition', 'Description', 'Export', 'Value'] },
  Rules: { entry: 'rule', required: 'Assertions', members: ['Assertions', 'RuleCondition'] },
};

const known = 'AWSTemplateFormatVersion Conditions Description Mappings Metadata Outputs Parameters Resources Rules';

/** Throws ValidationError unless a template has the sections, and they the members, that CloudFormation knows. */
export function checkSections(template: CfnTemplate): void {
  const unknown = Object.keys(template).filter(section => !known.split(' ').includes(section));
  if (unknown.length > 0) throw validationError(`Invalid template property or properties [${unknown.join(', ')}]`);
  const { AWSTemplateFormatVersion: version = '2010-09-09' } = template;
  if (version !== '2010-09-09') {
    throw validationError(`Template format error: unsupported value for AWSTemplateFormatVersion.`);
  }
  const pointer = nullIn({ ...template, Metadata: undefined }, '');
  if (pointer !== undefined) throw validationError(`[${pointer}] 'null' values are not allowed in templates`);
  checkDescription(template.Description);
  for (const name of Object.keys(sections)) checkEntries(template, name);
  checkMappings(template.Mappings as Readonly<Record<string, unknown>> | undefined);
  checkCounts(template);
}

function checkEntries(template: CfnTemplate, section: string): void {
  const { entry, members, required } = sections[section] ?? { entry: '', members: [], required: '' };
  for (const [name, value] of Object.entries(template[section] ?? {})) {
    checkName(section, name);
    if (!isMap(value)) throw validationError(`Template format error: Any ${section} member must be an object.`);
    const wrong = Object.keys(value).find(member => !members.includes(member));
    if (wrong !== undefined) throw validationError(`Invalid template ${entry} property '${wrong}'`);
    if (required !== undefined && value[required] === undefined) {
      const where = section === 'Resources' ? `[/Resources/${name}] ` : '';
      const what = section === 'Outputs' ? 'Outputs member' : `${section} object`;
      const member = section === 'Outputs' ? 'Value object' : `${required} member.`;
      throw validationError(`Template format error: ${where}Every ${what} must contain a ${member}`);
    }
    for (const [member, kind] of Object.entries(kinds)) {
      if (value[member] === undefined || kind.accepts(value[member])) continue;
      throw validationError(`Template format error: Every ${member} member must be ${kind.what}.`);
    }
  }
}

/** Members that are the same kind of thing in whatever section they are. */
const kinds: Readonly<Record<string, { readonly what: string; readonly accepts: (value: unknown) => boolean }>> = {
  ...Object.fromEntries(
    'AllowedPattern AssertDescription ConstraintDescription Default Description MaxLength MaxValue MinLength MinValue NoEcho Type'
      .split(' ')
      .map(member => [member, { what: 'a string', accepts: isText }]),
  ),
  Condition: { what: 'a string', accepts: value => typeof value === 'string' },
  AllowedValues: { what: 'a list of strings', accepts: value => Array.isArray(value) && value.every(isText) },
  Assertions: { what: 'a list', accepts: value => Array.isArray(value) && value.every(isMap) },
  DependsOn: { what: 'a string or a list of strings', accepts: value => [value].flat().every(isText) },
  Properties: { what: 'an object', accepts: isMap },
  Metadata: { what: 'an object', accepts: isMap },
  Export: { what: 'an object', accepts: value => isMap(value) && Object.keys(value).join() === 'Name' },
};

function checkName(section: string, name: string): void {
  const { entry = '' } = sections[section] ?? {};
  const word = `${entry.charAt(0).toUpperCase()}${entry.slice(1)}`;
  if (!/^[A-Za-z0-9]+$/.test(name)) {
    throw validationError(`Template format error: ${word} name ${name} is non alphanumeric.`);
  }
  if (name.length > 255) {
    throw validationError(`Template format error: ${word} name ${name} exceeds the maximum length of 255 characters.`);
  }
}

function checkMappings(mappings: Readonly<Record<string, unknown>> = {}): void {
  for (const [name, mapping] of Object.entries(mappings)) {
    if (!/^[A-Za-z0-9]{1,255}$/.test(name)) {
      throw validationError(`Template format error: Mappings name '${name}' is non alphanumeric.`);
    }
    if (!isMap(mapping)) throw validationError(`Template format error: Every Mappings member ${name} must be a map`);
    for (const [key, attributes] of Object.entries(mapping)) {
      if (!isMap(attributes))
        throw validationError(`Template format error: Every Mappings member ${key} must be a map`);
      const wrong = Object.keys(attributes).find(attribute => !/^[A-Za-z0-9.-]{1,255}$/.test(attribute));
      if (wrong !== undefined) {
        throw validationError(
          `Template format error: Mappings attribute name '${wrong}' must contain only alphanumeric characters.`,
        );
      }
      if (!Object.values(attributes).every(value => [value].flat().every(isText))) {
        throw validationError('Template format error: Every Mappings attribute must be a String or a List.');
      }
    }
  }
}

function checkCounts(template: CfnTemplate): void {
  for (const word of ['resources', 'parameters', 'outputs', 'mappings'] as const) {
    const section = `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
    const count = Object.keys(template[section] ?? {}).length;
    const limit = templateLimits[word];
    if (count <= limit) continue;
    throw validationError(
      `Template format error: Number of ${word}, ${count}, is greater than maximum allowed, ${limit}`,
    );
  }
}

function checkDescription(description: unknown): void {
  if (description === undefined) return;
  const limit = templateLimits.descriptionBytes;
  if (typeof description !== 'string') throw validationError('Template format error: Description must be a string.');
  if (Buffer.byteLength(description) <= limit) return;
  throw validationError(`Template format error: 'Description' length is greater than ${limit}.`);
}

function nullIn(value: unknown, pointer: string): string | undefined {
  if (value === null) return pointer;
  if (typeof value !== 'object') return undefined;
  for (const [key, member] of Object.entries(value ?? {})) {
    const found = nullIn(member, `${pointer}/${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
