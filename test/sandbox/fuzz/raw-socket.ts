import { connect } from 'node:net';

/** Sends bytes to a port and returns what came back once the connection is closed, by either side. */
export function sendRaw(url: URL, bytes: Buffer, patienceMs: number): Promise<string> {
  return new Promise(resolve => {
    const received: Buffer[] = [];
    const socket = connect(Number(url.port), url.hostname, () => socket.write(bytes));
    const patience = setTimeout(() => socket.destroy(), patienceMs);
    socket.on('data', chunk => received.push(chunk));
    // A reset is an answer too.
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearTimeout(patience);
      resolve(Buffer.concat(received).toString('latin1'));
    });
  });
}
