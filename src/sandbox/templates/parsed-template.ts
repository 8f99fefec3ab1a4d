import { parseTemplate } from '../../cfn/template.js';
import { AppError } from '../../errors.js';
import type { CfnTemplate } from '../../model/artifact.js';
import { validationError } from './template-error.js';

/** Of characters: what is parsed takes several times their room. */
const capacity = 8_000_000;
let kept = 0;
const parsed = new Map<string, CfnTemplate>();

/** The template of a text; those used last are kept, because every step of an operation asks for them. */
export function parsedTemplate(text: string): CfnTemplate {
  const known = parsed.get(text);
  const template = known ?? parse(text);
  parsed.delete(text);
  parsed.set(text, template);
  if (!known) kept += text.length;
  for (const oldest of parsed.keys()) {
    if (kept <= capacity) break;
    parsed.delete(oldest);
    kept -= oldest.length;
  }
  return template;
}

function parse(text: string): CfnTemplate {
  try {
    return parseTemplate(text, { duplicateKeys: 'last' });
  } catch (error) {
    if (error instanceof AppError) throw validationError(error.message);
    throw error;
  }
}
