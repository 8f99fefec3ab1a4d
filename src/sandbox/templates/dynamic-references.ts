import { templateLimits } from '../../cfn/check-limits.js';
import type { CfnTemplate } from '../../model/artifact.js';
import { own } from '../../model/own.js';
import type { Properties, ResourceHandler, ResourcePlace } from '../resource.js';
import { ResourceFailure } from '../resource.js';
import { secretText, storedParameter } from './stored-values.js';
import { validationError } from './template-error.js';

interface Place {
  readonly at: string;
  readonly text: string;
}

/** Throws ValidationError for dynamic references that CloudFormation cannot read, or does not take where they are. */
export function checkDynamicReferences(template: CfnTemplate): void {
  const texts = textsIn(template, '');
  const count = texts.reduce((sum, { text }) => sum + text.split('{{resolve:').length - 1, 0);
  if (count > templateLimits.dynamicReferences) {
    throw validationError(
      `Template error: the number of dynamic references, ${count}, is greater than maximum allowed, ${templateLimits.dynamicReferences}`,
    );
  }
  for (const { Type, Properties } of Object.values(template.Resources)) {
    for (const { at, text } of textsIn(Properties, `${Type}/Properties`)) {
      for (const [, body = ''] of text.matchAll(reference)) checkReference(body, at);
    }
  }
}

/** The handler, given the values of dynamic references in place of these, which is all that stacks remember. */
export function resolvingReferences(handler: ResourceHandler): ResourceHandler {
  return {
    ...handler,
    create: (properties, place) => handler.create(resolved(properties, place) as Properties, place),
    update: (id, properties, place) => handler.update(id, resolved(properties, place) as Properties, place),
  };
}

const reference = /\{\{resolve:([^{}]*)\}\}/g;

const forms: Readonly<Record<string, RegExp>> = {
  ssm: /^ssm:[a-zA-Z0-9_.\-/]+(?::\d+)?$/,
  'ssm-secure': /^ssm-secure:[a-zA-Z0-9_.\-/]+(?::\d+)?$/,
  secretsmanager:
    /^secretsmanager:(?:arn:[^:]+:secretsmanager:[^:]+:\d{12}:secret:)?[^:\\]+(?::SecretString(?::[^:]*){0,3})?$/,
};

/** "Resources that support dynamic parameter patterns for secure strings" in the user guide. */
const secureProperties = [
  'AWS::DirectoryService::MicrosoftAD/Properties/Password',
  'AWS::DirectoryService::SimpleAD/Properties/Password',
  'AWS::ElastiCache::ReplicationGroup/Properties/AuthToken',
  'AWS::IAM::User/Properties/LoginProfile/Password',
  'AWS::KinesisFirehose::DeliveryStream/Properties/RedshiftDestinationConfiguration/Password',
  'AWS::OpsWorks::App/Properties/AppSource/Password',
  'AWS::OpsWorks::Stack/Properties/CustomCookbooksSource/Password',
  'AWS::OpsWorks::Stack/Properties/RdsDbInstances/DbPassword',
  'AWS::RDS::DBCluster/Properties/MasterUserPassword',
  'AWS::RDS::DBInstance/Properties/MasterUserPassword',
  'AWS::Redshift::Cluster/Properties/MasterUserPassword',
];

function checkReference(body: string, at: string): void {
  const [service = ''] = body.split(':');
  if (!own(forms, service)?.test(body)) {
    const word = service === 'secretsmanager' ? 'Secrets Manager' : 'SSM';
    throw validationError(`Incorrect format is used in the following ${word} reference: [{{resolve:${body}}}]`);
  }
  if (service !== 'ssm-secure' || secureProperties.includes(at.replace(/\/\d+(?=\/|$)/g, ''))) return;
  throw validationError(`SSM Secure reference is not supported in: [${at}]`);
}

function textsIn(value: unknown, at: string): readonly Place[] {
  if (typeof value === 'string') return value.includes('{{resolve:') ? [{ at, text: value }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => textsIn(member, `${at}/${key}`));
}

function resolved(value: unknown, place: ResourcePlace): unknown {
  if (typeof value === 'string') {
    return value.replace(reference, (_, body: string) => referred(body, place));
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(item => resolved(item, place));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolved(member, place)]));
}

function referred(body: string, place: ResourcePlace): string {
  const [service = '', ...rest] = body.split(':');
  if (service === 'secretsmanager') return secretValue(rest, place);
  const [name = '', version] = rest;
  const value = service === 'ssm' ? storedParameter(place, name, version) : undefined;
  if (value !== undefined) return value;
  throw new ResourceFailure(`Parameters: [${body}] cannot be found.`);
}

function secretValue(parts: readonly string[], place: ResourcePlace): string {
  const length = parts[0] === 'arn' ? 7 : 1;
  const [, key = '', stage = ''] = parts.slice(length);
  const text = secretText(place, parts.slice(0, length).join(':'));
  if (text === undefined || !['', 'AWSCURRENT'].includes(stage)) {
    throw new ResourceFailure("Secrets Manager can't find the specified secret.");
  }
  if (key === '') return text;
  const value = memberOf(text, key);
  if (value === undefined) throw new ResourceFailure('Could not find a value associated with JSONKey in SecretString');
  return value;
}

function memberOf(text: string, key: string): string | undefined {
  try {
    const secret = JSON.parse(text) as Readonly<Record<string, unknown>>;
    return Object.hasOwn(secret, key) ? String(secret[key]) : undefined;
  } catch {
    throw new ResourceFailure('Could not parse SecretString JSON');
  }
}
