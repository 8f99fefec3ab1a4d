import { parseTemplate } from '../../../cfn/template.js';
import { AppError } from '../../../errors.js';
import type { CfnTemplate } from '../../../model/artifact.js';
import { validationError } from './template-error.js';

const capacity = 200;
const parsed = new Map<string, CfnTemplate>();

/** The template of a text; those used last are kept, because every step of an operation asks for them. */
export function parsedTemplate(text: string): CfnTemplate {
  const template = parsed.get(text) ?? parse(text);
  parsed.delete(text);
  parsed.set(text, template);
  for (const oldest of parsed.keys()) {
    if (parsed.size <= capacity) break;
    parsed.delete(oldest);
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
