import type { Finding } from '../../model/finding.js';
import type { Extension } from '../../model/fleet.js';
import type { StackKind } from '../../model/stack-kind.js';
import { compileTemplates, type TemplateSet } from '../../template/compile.js';
import { TemplateError } from '../../template/template-error.js';

export interface CompiledExtension {
  readonly file: string;
  readonly templates: TemplateSet;
}

export interface CompiledExtensions {
  readonly byKind: ReadonlyMap<StackKind, CompiledExtension>;
  readonly findings: readonly Finding[];
}

/** Each in an environment of its own: there is nothing in it that one could include. */
export function compileExtensions(extensions: readonly Extension[]): CompiledExtensions {
  const byKind = new Map<StackKind, CompiledExtension>();
  const findings: Finding[] = [];
  for (const { kind, file, text } of extensions) {
    try {
      byKind.set(kind, { file, templates: compileTemplates(new Map([[file, text]])) });
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      findings.push({ code: 'CW3020', severity: 'error', at: error.at, path: '', message: error.reason });
    }
  }
  return { byKind, findings };
}
