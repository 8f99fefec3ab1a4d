import { requiredCapabilities } from '../../cfn/capabilities.js';
import type { CfnTemplate } from '../../model/artifact.js';
import type { ParameterDeclaration } from './parameters.js';
import { declaredParameters, isNoEcho } from './parameters.js';

/** What a template asks of whoever uses it, named as AWS names it. */
export function templateSummary(template: CfnTemplate) {
  return summary(template, () => ({}));
}

/** With what else a template tells of itself. */
export function detailedSummary(template: CfnTemplate) {
  return {
    ...summary(template, ({ Type, AllowedValues = [] }) => ({
      parameterType: Type,
      parameterConstraints: { allowedValues: AllowedValues.map(String) },
    })),
    resourceTypes: Object.values(template.Resources).map(({ Type }) => Type),
    version: textOf(template.AWSTemplateFormatVersion),
    metadata: template.Metadata === undefined ? undefined : JSON.stringify(template.Metadata),
    declaredTransforms: [],
  };
}

function summary(template: CfnTemplate, more: (declaration: ParameterDeclaration) => object) {
  const { capability, types } = requiredCapabilities(template);
  const declared = Object.entries(declaredParameters(template)).map(([key, declaration]) => ({
    parameterKey: key,
    defaultValue: declaration.Default?.toString(),
    noEcho: isNoEcho(declaration),
    description: declaration.Description,
    ...more(declaration),
  }));
  return {
    parameters: declared,
    description: textOf(template.Description),
    ...(capability !== undefined && {
      capabilities: [capability],
      capabilitiesReason: `The following resource(s) require capabilities: [${types.join(', ')}]`,
    }),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
