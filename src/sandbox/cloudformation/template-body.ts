import { templateLimits } from '../../cfn/check-limits.js';
import { violation } from '../query-parameters.js';
import type { QueryParameters } from '../query-protocol.js';
import type { SandboxRequest } from '../service.js';
import { validationError } from '../templates/template-error.js';
import type { Stack } from './state.js';

/** Reads the object that a TemplateURL names, as its caller; throws AwsFault if it may not or cannot. */
export type TemplateStore = (url: URL, request: SandboxRequest) => Promise<string>;

export interface TemplateSource {
  readonly templates: TemplateStore | undefined;
  readonly request: SandboxRequest;
  readonly stack: Stack | undefined;
}

/** The text of the template that a request carries, points to, or takes over from its stack. */
export async function templateBody(parameters: QueryParameters, source: TemplateSource): Promise<string> {
  const body = parameters.get('TemplateBody');
  const url = parameters.get('TemplateURL');
  const previous = parameters.get('UsePreviousTemplate') === 'true';
  if ([body !== undefined, url !== undefined, previous].filter(Boolean).length !== 1) {
    throw validationError('Either Template URL or Template Body must be specified.');
  }
  if (body !== undefined) return inlineBody(body);
  if (url !== undefined) return referredBody(url, source);
  if (!source.stack?.deployment) throw validationError('Template is required when creating a new stack.');
  return source.stack.deployment.template;
}

function inlineBody(body: string): string {
  const limit = templateLimits.inlineBodyBytes;
  if (body.length === 0) throw violation('TemplateBody', '', 'Member must have length greater than or equal to 1');
  if (Buffer.byteLength(body) <= limit) return body;
  const shown = `${body.slice(0, 100)}...`;
  throw violation('TemplateBody', shown, `Member must have length less than or equal to ${limit}`);
}

/** What a URL of S3 refers to. Throws AwsFault if the caller may not or cannot read it. */
export function referredText(
  text: string,
  templates: TemplateStore | undefined,
  request: SandboxRequest,
): Promise<string> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const host = url?.host === request.headers.host || url?.hostname.endsWith('.amazonaws.com');
  if (!url || !templates || !host || !/^https?:$/.test(url.protocol)) {
    throw validationError('TemplateURL must be a supported URL.');
  }
  return templates(url, request);
}

async function referredBody(text: string, { templates, request }: TemplateSource): Promise<string> {
  const body = await referredText(text, templates, request);
  if (Buffer.byteLength(body) <= templateLimits.bodyBytes) return body;
  throw validationError(`Template may not exceed ${templateLimits.bodyBytes} bytes in size.`);
}
