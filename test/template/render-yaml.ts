import { CORE_SCHEMA, load } from 'js-yaml';
import { compileTemplates, type RenderedYaml, type YamlDialect } from '../../src/template/compile.js';

export const yaml: YamlDialect = { parse: text => load(text, { schema: CORE_SCHEMA }), refusal: () => undefined };

/** Renders one template; `partials` maps names to texts. */
export function renderYaml(
  text: string,
  context: object,
  partials: Readonly<Record<string, string>> = {},
): RenderedYaml {
  const files = Object.entries(partials).map(([name, partial]) => [`t/partials/${name}.yaml.hbs`, partial] as const);
  return compileTemplates(new Map([['t/main.yaml.hbs', text], ...files])).render('t/main.yaml.hbs', context, yaml);
}
