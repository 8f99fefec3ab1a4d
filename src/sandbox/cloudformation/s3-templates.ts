import { AwsFault } from '../fault.js';
import type { SandboxService } from '../service.js';
import { validationError } from '../templates/template-error.js';
import type { TemplateStore } from './documents.js';

/** Reads what TemplateURL names from the sandbox's own S3, as whoever asks for the stack. */
export function s3Templates(s3: SandboxService): TemplateStore {
  return async (url, request) => {
    const target = `${url.pathname}${url.search}`;
    const reading = { ...request, method: 'GET', url, target, headers: { host: url.host }, body: Buffer.alloc(0) };
    try {
      return (await s3(reading)).body.toString('utf8');
    } catch (error) {
      if (!(error instanceof AwsFault)) throw error;
      throw validationError(
        `S3 error: ${error.message}\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html`,
      );
    }
  };
}
