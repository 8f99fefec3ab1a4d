import { templateLimits } from '../../cfn/check-limits.js';
import { violation } from '../query-parameters.js';
import type { SandboxRequest } from '../service.js';
import { validationError } from '../templates/template-error.js';
import type { Call } from './call.js';
import { checkedPolicy } from './stack-policy.js';
import type { Stack } from './state.js';

/** Reads the object that a TemplateURL names, as its caller; throws AwsFault if it may not or cannot. */
export type TemplateStore = (url: URL, request: SandboxRequest) => Promise<string>;

/** The text of the template that a request carries, points to, or takes over from its stack. */
export async function requestedTemplate(call: Call, stack?: Stack): Promise<string> {
  const { parameters } = call;
  const body = parameters.get('TemplateBody');
  const url = parameters.get('TemplateURL');
  const previous = parameters.get('UsePreviousTemplate') === 'true';
  if ([body !== undefined, url !== undefined, previous].filter(Boolean).length !== 1) {
    throw validationError('Either Template URL or Template Body must be specified.');
  }
  if (body !== undefined) return inlineBody(body);
  if (url !== undefined) return referredBody(url, call);
  if (!stack?.deployment) throw validationError('Template is required when creating a new stack.');
  return stack.deployment.template;
}

/** The stack policy that a request carries or points to, checked; undefined if it has none. */
export async function requestedPolicy(
  call: Call,
  prefix: 'StackPolicy' | 'StackPolicyDuringUpdate',
): Promise<string | undefined> {
  const body = call.parameters.get(`${prefix}Body`) || undefined;
  const url = call.parameters.get(`${prefix}URL`) || undefined;
  if (body !== undefined && url !== undefined) {
    throw validationError(`You can specify either the ${prefix}Body or the ${prefix}URL parameter, but not both.`);
  }
  const text = url === undefined ? body : await referredText(url, call);
  return text === undefined ? undefined : checkedPolicy(text);
}

function inlineBody(body: string): string {
  const limit = templateLimits.inlineBodyBytes;
  if (body.length === 0) throw violation('TemplateBody', '', 'Member must have length greater than or equal to 1');
  if (Buffer.byteLength(body) <= limit) return body;
  const shown = `${body.slice(0, 100)}...`;
  throw violation('TemplateBody', shown, `Member must have length less than or equal to ${limit}`);
}

async function referredBody(url: string, call: Call): Promise<string> {
  const body = await referredText(url, call);
  if (Buffer.byteLength(body) <= templateLimits.bodyBytes) return body;
  throw validationError(`Template may not exceed ${templateLimits.bodyBytes} bytes in size.`);
}

function referredText(text: string, { context: { templates }, request }: Call): Promise<string> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const host = url?.host === request.headers.host || url?.hostname.endsWith('.amazonaws.com');
  if (!url || !templates || !host || !/^https?:$/.test(url.protocol)) {
    throw validationError('TemplateURL must be a supported URL.');
  }
  return templates(url, request);
}
