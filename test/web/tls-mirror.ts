import { createServer as createProxy } from 'node:http';
import { createServer } from 'node:https';
import { connect } from 'node:net';
import { listenOn } from './mirror.js';
import { selfSigned } from './self-signed.js';

export interface TlsMirror {
  /** To be used as HTTPS_PROXY: whatever host is asked for, the files answer. */
  readonly proxyUrl: string;
  /** To be trusted: NODE_EXTRA_CA_CERTS names a file with it. */
  readonly certificate: string;
  /** `host:port` of every tunnel, in order. */
  readonly tunnels: readonly string[];
  close(): Promise<void>;
}

/** A company's proxy in front of the internet, as far as these `host/path` go. */
export async function startTlsMirror(files: Readonly<Record<string, string>>): Promise<TlsMirror> {
  const hosts = [...new Set(Object.keys(files).map(file => file.slice(0, file.indexOf('/'))))];
  const { key, certificate } = await selfSigned({ hosts });
  const server = createServer({ key, cert: certificate }, (request, response) => {
    const content = files[`${request.headers.host}${request.url}`];
    response.writeHead(content === undefined ? 404 : 200).end(content);
  });
  const web = await listenOn(server);
  const tunnels: string[] = [];
  const proxyServer = createProxy();
  proxyServer.on('connect', (request, socket) => {
    tunnels.push(request.url ?? '');
    const upstream = connect(Number(new URL(web.url).port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    socket.on('error', () => upstream.destroy());
    upstream.on('error', () => socket.destroy());
  });
  const proxy = await listenOn(proxyServer);
  return {
    proxyUrl: proxy.url,
    certificate,
    tunnels,
    close: async () => {
      await Promise.all([proxy.close(), web.close()]);
    },
  };
}
