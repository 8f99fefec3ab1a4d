import type { IncomingMessage as NodeRequest, Server, ServerResponse } from 'node:http';
import type { IncomingMessage } from './authentication.js';
import type { Answer } from './desk.js';

const maximumBodyBytes = 256 * 1024 * 1024;

export type Answering = (message: IncomingMessage) => Promise<Answer>;

/** Reads one HTTP request, has it answered and sends the answer. */
export async function exchange(
  request: NodeRequest,
  response: ServerResponse & { req: NodeRequest },
  { answer, server }: { readonly answer: Answering; readonly server: Server },
): Promise<void> {
  const message = await receive(request);
  // While the server closes, a connection that stays open would hold it up.
  if (!server.listening) response.setHeader('connection', 'close');
  if (message === 'aborted') return;
  if (message === 'too large') {
    response.writeHead(413, { connection: 'close' }).end('The sandbox takes bodies of up to 256 MiB.\n');
    return;
  }
  send(await answer(message), message.method, response);
}

async function receive(request: NodeRequest): Promise<IncomingMessage | 'aborted' | 'too large'> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maximumBodyBytes) return 'too large';
      chunks.push(chunk);
    }
  } catch {
    return 'aborted';
  }
  return {
    method: request.method ?? 'GET',
    target: request.url ?? '/',
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    body: Buffer.concat(chunks),
  };
}

function send({ status, headers, body, cut }: Answer, method: string, response: ServerResponse): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const hasBody = status !== 204 && status !== 304;
  const sent = method === 'HEAD' || !hasBody ? Buffer.alloc(0) : bytes;
  if (cut === 'reset' || (cut === 'truncated' && sent.length < 2)) {
    response.socket?.resetAndDestroy();
    return;
  }
  // A response to HEAD tells the length of the body that it leaves out, unless the service says it itself.
  response.writeHead(status, { ...(hasBody ? { 'content-length': bytes.length } : {}), ...headers });
  if (cut === 'truncated') {
    response.write(sent.subarray(0, sent.length / 2), () => response.socket?.destroy());
    return;
  }
  response.end(sent);
}
