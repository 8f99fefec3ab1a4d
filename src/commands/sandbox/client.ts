import { endpointOf, unreachable } from '../../aws/endpoint.js';
import { AppError } from '../../errors.js';
import type { CommandContext } from '../context.js';

export interface SandboxOptions {
  /** Of the running sandbox; undefined if neither flag nor environment names one. */
  readonly endpointUrl: string | undefined;
}

/** Where to look: an account and a region, or everywhere. */
export interface PlaceOptions {
  readonly account?: string;
  readonly region?: string;
}

/** Asks a running sandbox's control API, such as `GET faults`. What it refuses becomes an AppError. */
export async function ask<Reply>(
  { signal }: Pick<CommandContext, 'signal'>,
  { endpointUrl }: SandboxOptions,
  { method = 'GET', path, query = {}, body }: Question,
): Promise<Reply> {
  if (endpointUrl === undefined) throw noEndpoint();
  const endpoint = endpointOf({ AWS_ENDPOINT_URL: endpointUrl });
  const url = new URL(`${endpoint}/_sandbox/${path.map(encodeURIComponent).join('/')}`);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
  const response = await fetch(url, {
    method,
    signal,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw unreachable(
      endpoint,
      error instanceof Error && error.cause instanceof Error ? error.cause : Error(String(error)),
    );
  });
  const answer = (await response.json().catch(() => undefined)) as (Reply & Refusal) | undefined;
  if (response.ok && answer !== undefined) return answer;
  if (answer?.error === undefined) throw noSandbox(endpoint, response.status);
  const { code, message, next } = answer.error;
  throw new AppError(code, message, { hint: next });
}

export interface Question {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the prefix, not encoded yet. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: object;
}

interface Refusal {
  readonly error?: { readonly code: string; readonly message: string; readonly next: string };
}

export function placeQuery({ account, region }: PlaceOptions): Question['query'] & object {
  return { accountId: account, region };
}

function noEndpoint(): AppError {
  return new AppError('endpoint-missing', 'AWS_ENDPOINT_URL is not set, so no sandbox is known', {
    hint: 'start clusterwright sandbox and set AWS_ENDPOINT_URL as it says, or name it with --endpoint-url',
  });
}

function noSandbox(endpoint: string, status: number): AppError {
  return new AppError(
    'no-sandbox',
    `what listens at ${endpoint} is no sandbox of this version (it answered ${status})`,
    {
      hint: 'start clusterwright sandbox, or correct AWS_ENDPOINT_URL',
    },
  );
}
