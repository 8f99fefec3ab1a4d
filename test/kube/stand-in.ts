import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { listenOn } from '../web/mirror.js';
import { type SelfSigned, selfSigned } from '../web/self-signed.js';

export interface StandIn {
  /** `https://127.0.0.1:…` */
  readonly url: string;
  /** Path of a kubeconfig whose current context is the server. */
  readonly kubeconfig: string;
  close(): Promise<void>;
}

/**
 * A server in place of an API server, for what a real one does not do when it is asked to: fail, be slow, have a wrong
 * certificate. How a real one answers is tested in test/kubernetes.
 */
export async function standIn(
  t: ExecutionContext,
  answer: RequestListener,
  { served, trusted }: { readonly served?: SelfSigned; readonly trusted?: SelfSigned } = {},
): Promise<StandIn> {
  const own = served ?? (await selfSigned({ addresses: ['127.0.0.1'] }));
  const server = await listenOn(createServer({ key: own.key, cert: own.certificate }, answer));
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= server.close();
    return closing;
  };
  t.teardown(close);
  const url = server.url.replace(/^http:/, 'https:');
  const kubeconfig = await kubeconfigFile(t, kubeconfigText(url, (trusted ?? own).certificate));
  return { url, kubeconfig, close };
}

export async function kubeconfigFile(t: ExecutionContext, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'clusterwright-kubeconfig-'));
  t.teardown(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'config'), text);
  return join(folder, 'config');
}

export function kubeconfigText(server: string, certificate: string, context = 'management'): string {
  return `apiVersion: v1
kind: Config
current-context: ${context}
contexts: [{ name: management, context: { cluster: management, user: clusterwright } }]
clusters:
  - name: management
    cluster: { server: '${server}', certificate-authority-data: ${Buffer.from(certificate).toString('base64')} }
users: [{ name: clusterwright, user: { token: a-very-secret-token } }]
`;
}
