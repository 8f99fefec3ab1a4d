import { CORE_SCHEMA, load } from 'js-yaml';
import { parseSections, parseTemplate } from '../cfn/template.js';
import type { YamlDialect } from '../template/compile.js';

/** Plain YAML, as in node configs. */
export const plainYaml: YamlDialect = {
  parse: text => load(text, { schema: CORE_SCHEMA, maxAliases: 0 }),
  refusal: () => undefined,
};

/** CloudFormation templates: a value must not become a function, nor a text in which a function looks for `${…}`. */
export const stackYaml: YamlDialect = {
  parse: parseTemplate,
  refusal({ pointer, role, value }) {
    if (role === 'key') {
      return /^(Ref|Condition|Fn::.*)$/.test(String(value)) ? 'a key must not name a function' : undefined;
    }
    if (/\/Fn::Sub(\/0)?$/.test(pointer)) return 'the text of Fn::Sub is part of the template: pass the value by name';
    if (pointer.endsWith('/Fn::GetAtt')) return 'write Fn::GetAtt: [resource, attribute]';
    return undefined;
  },
};

/** What is added to them: sections, and none of them must be there. */
export const extensionYaml: YamlDialect = { ...stackYaml, parse: parseSections };
