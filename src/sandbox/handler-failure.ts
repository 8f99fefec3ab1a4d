import { randomUUID } from 'node:crypto';
import { AwsFault } from './fault.js';
import { ResourceFailure } from './resource.js';

/** Codes of CloudFormation's resource handlers for what a service says. */
const handlerErrorCodes: Readonly<Record<string, string>> = {
  AlreadyExistsException: 'AlreadyExists',
  BucketAlreadyExists: 'AlreadyExists',
  BucketAlreadyOwnedByYou: 'AlreadyExists',
  AccessDenied: 'AccessDenied',
  AccessDeniedException: 'AccessDenied',
  NotFoundException: 'NotFound',
  NoSuchBucket: 'NotFound',
};

/** Runs a step of a resource handler; a fault of the service becomes the status reason that CloudFormation shows. */
export async function asResource<Result>(service: string, step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error;
    const detail = `(Service: ${service}, Status Code: ${error.status}, Request ID: ${randomUUID()})`;
    const code = handlerErrorCodes[error.code] ?? 'InvalidRequest';
    throw new ResourceFailure(
      `Resource handler returned message: "${error.message} ${detail}" (RequestToken: ${randomUUID()}, HandlerErrorCode: ${code})`,
    );
  }
}

/** The sandbox cannot make what the template asks for, and says so rather than leaving it out. */
export function refuseProperties(type: string, properties: object, known: readonly string[]): void {
  const unknown = Object.keys(properties).find(name => !known.includes(name));
  if (unknown !== undefined)
    throw new ResourceFailure(`The sandbox does not implement the property ${unknown} of ${type}.`);
}
