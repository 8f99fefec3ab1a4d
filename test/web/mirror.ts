import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sha512 } from '../../src/model/digest.js';

export type Answer = string | Buffer | ((response: ServerResponse) => void);

export interface Mirror {
  /** `http://127.0.0.1:…`. */
  readonly url: string;
  /** Paths that were asked for, in order. */
  readonly asked: readonly string[];
  readonly files: Map<string, Answer>;
  close(): Promise<void>;
}

/** A real web server on a free port, whose files a test can change. */
export async function startMirror(files: Readonly<Record<string, Answer>> = {}): Promise<Mirror> {
  const answers = new Map(Object.entries(files));
  const asked: string[] = [];
  const server = await listening((request, response) => {
    const path = request.url ?? '/';
    asked.push(path);
    const answer = answers.get(path);
    if (answer === undefined) response.writeHead(404).end('not found');
    else if (typeof answer === 'function') answer(response);
    else response.end(answer);
  });
  return { ...server, asked, files: answers };
}

export function listening(listener: RequestListener): Promise<{ url: string; close(): Promise<void> }> {
  return listenOn(createServer(listener));
}

export async function listenOn(server: Server): Promise<{ url: string; close(): Promise<void> }> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Flatcar's list as `plume` writes it. */
export function imageList(images: Readonly<Record<string, string>>): string {
  return JSON.stringify({ amis: Object.entries(images).map(([name, hvm]) => ({ name, hvm })) }, null, 2);
}

/** A list and its digests under the paths of Flatcar's servers. */
export function published(
  { version, architecture }: { version: string; architecture: 'amd64' | 'arm64' },
  images: Readonly<Record<string, string>>,
): Record<string, string> {
  const file = 'flatcar_production_ami_all.json';
  const path = `/${architecture}-usr/${version}/${file}`;
  const list = imageList(images);
  return { [path]: list, [`${path}.DIGESTS`]: digestsFile(file, list) };
}

/** As Flatcar's release scripts write it: three headings, of which only the last is worth anything. */
export function digestsFile(file: string, content: string): string {
  return [
    '# MD5 HASH',
    `d41d8cd98f00b204e9800998ecf8427e  ${file}`,
    '# SHA1 HASH',
    `da39a3ee5e6b4b0d3255bfef95601890afd80709  ${file}`,
    '# SHA512 HASH',
    `${sha512(content)}  ${file}`,
    '',
  ].join('\n');
}
